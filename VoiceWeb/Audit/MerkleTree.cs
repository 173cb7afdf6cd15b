using System.Security.Cryptography;

namespace VoiceWeb.Audit;

/// <summary>
/// The hash tree of RFC 6962, section 2.1, over SHA-256: leaves and nodes are hashed with different first bytes, and a tree of n leaves
/// splits at the largest power of two below n.
/// </summary>
public static class MerkleTree
{
    private const byte LeafPrefix = 0, NodePrefix = 1;

    /// <summary>Root over leaves, each any bytes. At least one.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Length, nameof(leaves));
        if (leaves.Length == 1)
        {
            return SHA256.HashData([LeafPrefix, .. leaves[0]]);
        }

        var split = Split(leaves.Length);
        return Node(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>What proves that a leaf stands in the tree: the roots beside its way up, lowest first.</summary>
    /// <param name="index">0-based position of the leaf.</param>
    public static IReadOnlyList<byte[]> Path(ReadOnlySpan<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        if (leaves.Length == 1)
        {
            return [];
        }

        var split = Split(leaves.Length);
        return index < split
            ? [.. Path(leaves[..split], index), Root(leaves[split..])]
            : [.. Path(leaves[split..], index - split), Root(leaves[..split])];
    }

    /// <summary>The root that a leaf and its path lead to.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="index">Its 0-based position.</param>
    /// <param name="count">How many leaves the tree has.</param>
    /// <param name="path">What <see cref="Path"/> gave.</param>
    public static byte[] RootFrom(byte[] leaf, int index, int count, IReadOnlyList<byte[]> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Climb(SHA256.HashData([LeafPrefix, .. leaf]), index, count, path, path.Count);
    }

    private static byte[] Climb(byte[] own, int index, int count, IReadOnlyList<byte[]> path, int left)
    {
        if (count == 1 || left == 0)
        {
            return own;
        }

        var split = Split(count);
        return index < split
            ? Node(Climb(own, index, split, path, left - 1), path[left - 1])
            : Node(path[left - 1], Climb(own, index - split, count - split, path, left - 1));
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([NodePrefix, .. left, .. right]);

    private static int Split(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count) / 2;
}
