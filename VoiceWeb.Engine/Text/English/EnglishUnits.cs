using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text.English;

/// <summary>English names of units that are written behind a number.</summary>
internal static class EnglishUnits
{
    public static readonly FrozenDictionary<string, (string One, string Many)> Names = new Dictionary<string, (string, string)>
    {
        ["km/h"] = ("kilometer per hour", "kilometers per hour"),
        ["m/s²"] = ("meter per second squared", "meters per second squared"),
        ["m/s"] = ("meter per second", "meters per second"),
        ["mg/L"] = ("milligram per liter", "milligrams per liter"),
        ["g/L"] = ("gram per liter", "grams per liter"),
        ["mol/L"] = ("mole per liter", "moles per liter"),
        ["g/cm³"] = ("gram per cubic centimeter", "grams per cubic centimeter"),
        ["kg/m³"] = ("kilogram per cubic meter", "kilograms per cubic meter"),
        ["mph"] = ("mile per hour", "miles per hour"),
        ["km²"] = ("square kilometer", "square kilometers"),
        ["m²"] = ("square meter", "square meters"),
        ["cm²"] = ("square centimeter", "square centimeters"),
        ["m³"] = ("cubic meter", "cubic meters"),
        ["cm³"] = ("cubic centimeter", "cubic centimeters"),
        ["km"] = ("kilometer", "kilometers"),
        ["cm"] = ("centimeter", "centimeters"),
        ["mm"] = ("millimeter", "millimeters"),
        ["nm"] = ("nanometer", "nanometers"),
        ["m"] = ("meter", "meters"),
        ["ft"] = ("foot", "feet"),
        ["in"] = ("inch", "inches"),
        ["kg"] = ("kilogram", "kilograms"),
        ["mg"] = ("milligram", "milligrams"),
        ["g"] = ("gram", "grams"),
        ["lb"] = ("pound", "pounds"),
        ["lbs"] = ("pound", "pounds"),
        ["oz"] = ("ounce", "ounces"),
        ["ml"] = ("milliliter", "milliliters"),
        ["mL"] = ("milliliter", "milliliters"),
        ["L"] = ("liter", "liters"),
        ["tbsp"] = ("tablespoon", "tablespoons"),
        ["tsp"] = ("teaspoon", "teaspoons"),
        ["ms"] = ("millisecond", "milliseconds"),
        ["min"] = ("minute", "minutes"),
        ["sec"] = ("second", "seconds"),
        ["s"] = ("second", "seconds"),
        ["hrs"] = ("hour", "hours"),
        ["hr"] = ("hour", "hours"),
        ["h"] = ("hour", "hours"),
        ["Hz"] = ("hertz", "hertz"),
        ["kHz"] = ("kilohertz", "kilohertz"),
        ["MHz"] = ("megahertz", "megahertz"),
        ["GHz"] = ("gigahertz", "gigahertz"),
        ["KB"] = ("kilobyte", "kilobytes"),
        ["MB"] = ("megabyte", "megabytes"),
        ["GB"] = ("gigabyte", "gigabytes"),
        ["TB"] = ("terabyte", "terabytes"),
        ["kWh"] = ("kilowatt hour", "kilowatt hours"),
        ["kW"] = ("kilowatt", "kilowatts"),
        ["W"] = ("watt", "watts"),
        ["V"] = ("volt", "volts"),
        ["dB"] = ("decibel", "decibels"),
        ["kcal"] = ("kilocalorie", "kilocalories"),
        ["㎡"] = ("square meter", "square meters"),
        ["㎥"] = ("cubic meter", "cubic meters"),
        ["㎏"] = ("kilogram", "kilograms"),
        ["㎝"] = ("centimeter", "centimeters"),
        ["㎜"] = ("millimeter", "millimeters"),
        ["㎞"] = ("kilometer", "kilometers"),
        ["Mbps"] = ("megabit per second", "megabits per second"),
        ["Gbps"] = ("gigabit per second", "gigabits per second"),
        ["μm"] = ("micrometer", "micrometers"),
        ["mA"] = ("milliamp", "milliamps"),
        ["mAh"] = ("milliamp hour", "milliamp hours"),
        ["kJ"] = ("kilojoule", "kilojoules"),
        ["Pa"] = ("pascal", "pascals"),
        ["kPa"] = ("kilopascal", "kilopascals"),
        ["%"] = ("percent", "percent"),
    }.ToFrozenDictionary();

    /// <summary>What stands behind inches; "in" before other words is a preposition.</summary>
    private const string Inches = @"in(?=\s*(?:tall|long|wide|high|deep|thick|by\b|x\b|×|[.,;!?)]|$))";

    /// <summary>The units as alternatives of a regular expression, the longest first.</summary>
    public static readonly string Pattern =
        string.Join('|', Names.Keys.OrderByDescending(unit => unit.Length).ThenBy(unit => unit, StringComparer.Ordinal)
            .Select(unit => unit == "in" ? Inches : unit));
}
