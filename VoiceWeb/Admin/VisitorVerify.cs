using Microsoft.Extensions.Options;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>
/// Answers visitors, one after the other, since an examination costs seconds of computing: a crowd of them must not hold up the school.
/// Says yes, no or inconclusive and nothing else.
/// </summary>
public sealed class VisitorVerify(DetectMark detect, IOptions<VerifyOptions> options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether the operator has switched it on.</summary>
    public bool Offered => options.Value.Public;

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Examines a file for a visitor.</summary>
    /// <returns><c>yes</c>, <c>no</c> or <c>inconclusive</c>.</returns>
    public async Task<Result<string>> AnswerAsync(Stream file, CancellationToken cancellationToken)
    {
        if (!Offered)
        {
            return new Missing("verify-off", "This installation does not offer to verify sounds for visitors.");
        }

        if (!await _turn.WaitAsync(Patience, cancellationToken))
        {
            return new LimitReached("verify-busy", "Others are being answered. Try again in a minute.") { RetryAfter = TimeSpan.FromMinutes(1) };
        }

        try
        {
            return await detect.AnswerVisitorAsync(file, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
