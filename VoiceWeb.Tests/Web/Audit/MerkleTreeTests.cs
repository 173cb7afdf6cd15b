using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Audit;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Matches_the_test_vectors_of_certificate_transparency()
    {
        // Published with the reference implementation of RFC 6962: roots over the first 1, 2, 3 and 8 of these leaves.
        byte[][] leaves = [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Hex(MerkleTree.Root(leaves.AsSpan(0, 1))));
        Assert.Equal("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", Hex(MerkleTree.Root(leaves.AsSpan(0, 2))));
        Assert.Equal("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", Hex(MerkleTree.Root(leaves.AsSpan(0, 3))));
        Assert.Equal("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", Hex(MerkleTree.Root(leaves)));
    }

    [Fact]
    public void Every_leaf_of_every_size_is_proved_by_its_path_and_no_other()
    {
        for (var count = 1; count <= 33; count++)
        {
            byte[][] leaves = [.. Enumerable.Range(0, count).Select(i => SHA256.HashData(Encoding.ASCII.GetBytes($"{i}")))];
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.Equal(root, MerkleTree.RootFrom(leaves[index], index, count, path));
                Assert.NotEqual(root, MerkleTree.RootFrom(leaves[(index + 1) % count] is var other && count > 1 ? other : [1], index, count, path));
            }
        }
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
