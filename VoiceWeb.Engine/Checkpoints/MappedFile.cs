using System.IO.MemoryMappedFiles;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>A file mapped for reading. Views into it are valid until it is disposed.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _disposed;

    /// <exception cref="CorruptCheckpointException">The file is empty.</exception>
    public MappedFile(string path)
    {
        Length = new FileInfo(path).Length;
        if (Length == 0)
        {
            throw new CorruptCheckpointException("The file is empty.");
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>A stretch of the file.</summary>
    /// <exception cref="CorruptCheckpointException">The stretch leaves the file: it was cut short.</exception>
    public ReadOnlySpan<byte> Slice(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (offset < 0 || length < 0 || offset > Length - length || length > int.MaxValue)
        {
            throw new CorruptCheckpointException(
                $"The file should hold {length} bytes at {offset}, but is only {Length} bytes long. It was probably cut short: download it again.");
        }

        return new ReadOnlySpan<byte>(_start + offset, (int)length);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
