namespace VoiceWeb.Engine.Checkpoints;

/// <summary>The closed list of names a checkpoint may mention.</summary>
internal static class AllowedTypes
{
    /// <summary>What a name stands for, and the element type when it is a storage.</summary>
    /// <exception cref="UnsafeCheckpointException">The name is not on the list.</exception>
    public static (PickleGlobal Meaning, ElementType Type) Resolve(string module, string name)
    {
        if (module is "torch" or "torch.cuda" && ElementTypes.FromStorageClass(name) is { } type)
        {
            return (PickleGlobal.Storage, type);
        }

        PickleGlobal? meaning = (module, name) switch
        {
            ("collections", "OrderedDict") => PickleGlobal.OrderedMap,
            ("torch._utils", "_rebuild_tensor_v2" or "_rebuild_tensor") => PickleGlobal.Tensor,
            ("torch._utils", "_rebuild_parameter") => PickleGlobal.Parameter,
            ("torch", "Size") => PickleGlobal.Size,
            // GPT-SoVITS trainers pickle their settings as objects of these classes, from modules of several names.
            (
                "utils" or "__main__" or "GPT_SoVITS.utils" or "process_ckpt" or "TTS_infer_pack.TTS" or "GPT_SoVITS.TTS_infer_pack.TTS" or "inference_webui"
                or "GPT_SoVITS.inference_webui" or "api", "HParams" or "DictToAttrRecursive") => PickleGlobal.SettingsMap,
            ("__builtin__" or "builtins", "set") => PickleGlobal.Ignored,
            ("pathlib", "PosixPath" or "WindowsPath" or "PurePosixPath" or "PureWindowsPath") => PickleGlobal.Ignored,
            ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => PickleGlobal.Ignored,
            ("_codecs", "encode") => PickleGlobal.Ignored,
            ("numpy", "dtype") => PickleGlobal.Ignored,
            _ => null,
        };
        return (meaning ?? throw new UnsafeCheckpointException(
            $"The checkpoint asks for '{Printable(module)}.{Printable(name)}', which is not plain data. It was refused; nothing of it was carried out. Use the file as its makers published it."), default);
    }

    private static string Printable(string text) =>
        new([.. text.Take(80).Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' ? character : '?')]);
}
