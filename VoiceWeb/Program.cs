var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/", () => "VoiceWeb");
app.Run();
