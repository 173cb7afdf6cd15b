namespace VoiceWeb.Cli;

/// <summary>Tells each further tenth once.</summary>
internal sealed class TenthsProgress(CliOutput output) : IProgress<double>
{
    private int _tenths;

    public void Report(double value)
    {
        if ((int)(value * 10) > _tenths)
        {
            _tenths = (int)(value * 10);
            output.Note($"{_tenths * 10} %");
        }
    }
}
