using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new DataDirectory(builder.Configuration["DataDirectory"] ?? "data"));
builder.Services.AddData();
builder.Services.AddSingleton<AuditTrail>();
builder.Services.AddSingleton<ConsentGate>();
var app = builder.Build();
await app.Services.MigrateAsync(CancellationToken.None);
app.MapGet("/", () => "VoiceWeb");
app.Run();
