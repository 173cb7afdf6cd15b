using MudBlazor;

namespace VoiceWeb.Shell;

/// <summary>
/// Colours, type and spacing, once. Paper and pine by day, deep moss by night; terracotta is kept for what is live or being recorded.
/// Every pair of text and ground meets 4.5 : 1.
/// </summary>
public static class VoiceWebTheme
{
    private static readonly string[] Text =
        ["Inter", "system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif"];

    private static readonly string[] Display =
        ["Newsreader", "Georgia", "Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "SimSun", "serif"];

    /// <summary>By day.</summary>
    public static MudTheme Light { get; } = Theme(new PaletteLight
    {
        Black = "#141B18",
        White = "#FFFFFF",
        Primary = "#14594C",
        PrimaryContrastText = "#FFFFFF",
        PrimaryDarken = "#0E453B",
        PrimaryLighten = "#1D7463",
        Secondary = "#A5441D",
        SecondaryContrastText = "#FFFFFF",
        SecondaryDarken = "#853415",
        SecondaryLighten = "#BF5A31",
        Tertiary = "#42509B",
        TertiaryContrastText = "#FFFFFF",
        Info = "#215E94",
        InfoContrastText = "#FFFFFF",
        InfoDarken = "#184A76",
        Success = "#24683A",
        SuccessContrastText = "#FFFFFF",
        SuccessDarken = "#1A502C",
        Warning = "#855500",
        WarningContrastText = "#FFFFFF",
        WarningDarken = "#694300",
        Error = "#A62B2B",
        ErrorContrastText = "#FFFFFF",
        ErrorDarken = "#862020",
        Dark = "#1C2622",
        TextPrimary = "#1B2420",
        TextSecondary = "#4D5C55",
        TextDisabled = "#6B7872",
        ActionDefault = "#3F4E47",
        ActionDisabled = "#6B7872",
        ActionDisabledBackground = "#E6E3DA",
        Background = "#F7F5EF",
        BackgroundGray = "#EFECE3",
        Surface = "#FFFFFF",
        DrawerBackground = "#F1EEE5",
        DrawerText = "#1B2420",
        DrawerIcon = "#4D5C55",
        AppbarBackground = "#F7F5EF",
        AppbarText = "#1B2420",
        LinesDefault = "#DEDACE",
        LinesInputs = "#8C9690",
        TableLines = "#E4E0D5",
        TableStriped = "#FAF8F3",
        TableHover = "#F3F0E8",
        Divider = "#DEDACE",
        DividerLight = "#EAE7DD",
        Skeleton = "#E4E0D5",
        GrayLight = "#C6C9C3",
        GrayLighter = "#EFECE3",
        OverlayDark = "rgba(16,22,19,0.55)",
        HoverOpacity = 0.06,
    });

    /// <summary>By night. It too is written as a light palette, because each palette becomes a style sheet of its own.</summary>
    public static MudTheme Dark { get; } = Theme(new PaletteLight
    {
        Black = "#0B100E",
        White = "#FFFFFF",
        Primary = "#86D3BF",
        PrimaryContrastText = "#05241D",
        PrimaryDarken = "#A4E2D2",
        PrimaryLighten = "#63B9A3",
        Secondary = "#F2A681",
        SecondaryContrastText = "#371505",
        SecondaryDarken = "#F8C1A6",
        SecondaryLighten = "#DB8B63",
        Tertiary = "#B4BDFF",
        TertiaryContrastText = "#141A4D",
        TertiaryDarken = "#CDD3FF",
        TertiaryLighten = "#959FEA",
        Info = "#93C6F4",
        InfoContrastText = "#06233E",
        InfoDarken = "#B5D8F8",
        InfoLighten = "#6FAEE6",
        Success = "#93D3A2",
        SuccessContrastText = "#06280F",
        SuccessDarken = "#B2E2BD",
        SuccessLighten = "#6FBC82",
        Warning = "#EDC272",
        WarningContrastText = "#332200",
        WarningDarken = "#F4D598",
        WarningLighten = "#D6A64B",
        Error = "#F4A7A0",
        ErrorContrastText = "#3D0A08",
        ErrorDarken = "#F9C4BF",
        ErrorLighten = "#E38178",
        Dark = "#D5DDD8",
        DarkContrastText = "#111715",
        TextPrimary = "#E9EDEA",
        TextSecondary = "#AEBBB4",
        TextDisabled = "#87948D",
        ActionDefault = "#C2CCC6",
        ActionDisabled = "#87948D",
        ActionDisabledBackground = "#26302C",
        Background = "#111715",
        BackgroundGray = "#161D1A",
        Surface = "#19211E",
        DrawerBackground = "#141B18",
        DrawerText = "#E9EDEA",
        DrawerIcon = "#AEBBB4",
        AppbarBackground = "#111715",
        AppbarText = "#E9EDEA",
        LinesDefault = "#2C3733",
        LinesInputs = "#6F7D76",
        TableLines = "#28322E",
        TableStriped = "#1C2522",
        TableHover = "#202A26",
        Divider = "#2C3733",
        DividerLight = "#232C29",
        Skeleton = "#28322E",
        GrayLight = "#4A5751",
        GrayLighter = "#232C29",
        OverlayDark = "rgba(4,7,6,0.66)",
        HoverOpacity = 0.08,
    });

    private static MudTheme Theme(PaletteLight palette) => new()
    {
        PaletteLight = palette,
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "248px", AppbarHeight = "60px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Text, FontSize = "1rem", LineHeight = "1.55", LetterSpacing = "0" },
            H1 = new H1Typography { FontFamily = Display, FontSize = "2.25rem", FontWeight = "500", LineHeight = "1.15", LetterSpacing = "-0.015em" },
            H2 = new H2Typography { FontFamily = Display, FontSize = "1.5rem", FontWeight = "500", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H3 = new H3Typography { FontFamily = Text, FontSize = "1.125rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "0" },
            H4 = new H4Typography { FontFamily = Text, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            H5 = new H5Typography { FontFamily = Text, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = Text, FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Text, FontSize = "1.0625rem", FontWeight = "400", LineHeight = "1.55", LetterSpacing = "0" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Text, FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = Text, FontSize = "1rem", LineHeight = "1.55", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Text, FontSize = "0.9rem", LineHeight = "1.5", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Text, FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "0", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Text, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "0" },
            Overline = new OverlineTypography { FontFamily = Text, FontSize = "0.8125rem", FontWeight = "600", LineHeight = "1.45", LetterSpacing = "0", TextTransform = "none" },
        },
    };
}
