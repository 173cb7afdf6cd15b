namespace VoiceWeb.Engine.Text;

/// <summary>What becomes of a piece of a text when it is spoken.</summary>
public enum ReadingKind
{
    /// <summary>Said as it is written.</summary>
    Plain,

    /// <summary>Said in other words: a number, a sign, a unit, what a dictionary replaces.</summary>
    Said,

    /// <summary>Has no reading, and is not spoken.</summary>
    Unknown,

    /// <summary>A mark, a space: not said itself.</summary>
    Silent,

    /// <summary>The writer's own instruction, such as <c>[pause:1s]</c>.</summary>
    Instruction,
}
