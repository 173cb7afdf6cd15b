using System.Diagnostics.CodeAnalysis;

namespace VoiceWeb.Outcomes;

/// <summary>How an action answers: a value, or a refusal its user can act on.</summary>
public sealed class Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    /// <summary>Why not; null on success.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>The value of a success.</summary>
    /// <exception cref="InvalidOperationException">The action was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Message}");

#pragma warning disable CA2225 // the implicit forms are the point: `return clip;` and `return new ClipNotFound();`
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
#pragma warning restore CA2225
}
