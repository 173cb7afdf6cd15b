using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>Lets the speaker hear and choose the stretches of their recordings that the voice is learned from. Recordings are opened only when asked.</summary>
public sealed partial class StretchesPanel : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Row> _rows = [];
    private VoiceStretches? _stretches; // null while looking
    private bool _open;
    private int _numbers;
    private Refusal? _refusal;

    [Inject]
    public required StretchLibrary Library { get; init; }

    [Inject]
    public required ChooseStretches Choose { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The voice.</summary>
    [Parameter, EditorRequired]
    public required Guid VoiceId { get; set; }

    /// <summary>Raised when the voice is learned again.</summary>
    [Parameter]
    public EventCallback OnChosen { get; set; }

    private async Task OpenAsync()
    {
        _open = true;
        (_stretches, _refusal) = (null, null);
        StateHasChanged();
        try
        {
            var found = await Task.Run(() => Library.FindAsync(User, VoiceId, _leaving.Token), _leaving.Token);
            _refusal = found.Refusal;
            _stretches = found.Succeeded ? found.Value : null;
        }
        catch (Exception failure) when (failure is BlobMissingException or BlobDamagedException)
        {
            _refusal = VoiceRefusals.RecordingUnreadable();
        }

        _rows.Clear();
        _rows.AddRange(_stretches?.Chosen.Select(one => new Row(_numbers++, one)) ?? []);
    }

    private void Use(MeasuredStretch found) => _rows.Add(new Row(_numbers++, found) { Guessed = !string.IsNullOrEmpty(found.Stretch.Transcript) });

    private void Drop(Row row) => _rows.Remove(row);

    private async Task MoveAsync(Row row, object? start, object? seconds)
    {
        if (Read(start) is not { } from || Read(seconds) is not { } length)
        {
            return;
        }

        (row.Start, row.Seconds) = (from, length);
        var measured = await Task.Run(() => Library.MeasureAsync(User, VoiceId, row.Stretch, _leaving.Token), _leaving.Token);
        _refusal = measured.Refusal;
        if (measured.Succeeded)
        {
            row.Measured = measured.Value;
            // What somebody typed stays; a guess moves along.
            if (row.Guessed || string.IsNullOrWhiteSpace(row.Transcript))
            {
                row.Guess(measured.Value.Stretch.Transcript);
            }
        }
    }

    private async Task LearnAsync() => await ChooseAsync([.. _rows.Select(row => row.Stretch)]);

    private async Task ResetAsync() => await ChooseAsync([]);

    private async Task ChooseAsync(IReadOnlyList<VoiceStretch> stretches)
    {
        var chosen = await Choose.ChooseAsync(User, VoiceId, stretches, _leaving.Token);
        _refusal = chosen.Refusal;
        if (chosen.Succeeded)
        {
            _open = false;
            await OnChosen.InvokeAsync();
        }
    }

    private string NameOf(Guid clipId) => _stretches!.Recordings.FirstOrDefault(source => source.ClipId == clipId)?.Name ?? Text["Recordings.Erased"];

    private string Reasons(MeasuredStretch one) => string.Join(Text["Stretches.Comma"], (string[])
    [
        Text["Stretches.Range", one.Stretch.StartSeconds, one.Stretch.StartSeconds + one.Stretch.Seconds],
        Text["Stretches.Speech", one.SpeechShare],
        Text["Stretches.Noise", one.NoiseDistanceDb],
        one.Clipped == 0 ? Text["Stretches.Unclipped"] : Text["Stretches.Clipped", one.Clipped],
        Text[one.ClearEnds ? "Stretches.ClearEnds" : "Stretches.CutEnds"],
        .. one.ChangeSeconds is { } change ? [Text["Stretches.TwoSpeakers", change]] : one.OneSpeaker == true ? (string[])[Text["Stretches.OneSpeaker"]] : [],
    ]);

    private string Sound(Guid clipId, double start, double seconds) => string.Create(
        CultureInfo.InvariantCulture, $"/api/voices/{VoiceId}/stretch/audio?clip={clipId}&start={start:0.##}&seconds={seconds:0.##}");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static double? Read(object? typed) => typed switch
    {
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <summary>One stretch while it is being edited.</summary>
    private sealed class Row(int number, MeasuredStretch measured)
    {
        private string? _transcript = measured.Stretch.Transcript;

        public Guid ClipId { get; } = measured.Stretch.ClipId;

        public double Start { get; set; } = measured.Stretch.StartSeconds;

        public double Seconds { get; set; } = measured.Stretch.Seconds;

        public string? Style { get; set; } = measured.Stretch.Style;

        /// <summary>Whether nobody has read the words yet.</summary>
        public bool Guessed { get; set; }

        public string? Transcript
        {
            get => _transcript;
            set => (_transcript, Guessed) = (value, false);
        }

        public MeasuredStretch Measured { get; set; } = measured;

        public VoiceStretch Stretch => new(ClipId, Start, Seconds, Transcript, Style);

        public void Guess(string? transcript) => (_transcript, Guessed) = (transcript, !string.IsNullOrEmpty(transcript));

        public string Id(string field) => $"stretch-{number}-{field}";
    }
}
