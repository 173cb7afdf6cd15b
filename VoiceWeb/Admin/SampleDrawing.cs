namespace VoiceWeb.Admin;

/// <summary>Draws samples once a day, some minutes after the start at the earliest.</summary>
public sealed partial class SampleDrawing(SampleDesk queue, TimeProvider clock, ILogger<SampleDrawing> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, clock, stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                LogDrawn(await queue.DrawAsync(stoppingToken));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Drew {Count} renderings for a look.")]
    private partial void LogDrawn(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Samples could not be drawn; tried again tomorrow.")]
    private partial void LogFailed(Exception failure);
}
