namespace VoiceWeb.Engine.Watermark;

/// <summary>Keeps the most promising courses of a search.</summary>
internal sealed class BestCourses(int count)
{
    private readonly PriorityQueue<(MarkPath Path, double Pitch), float> _courses = new();

    /// <summary>Takes a course in if it is among the best so far.</summary>
    public void Offer(MarkPath path, double pitch)
    {
        _courses.Enqueue((path, pitch), path.Score);
        if (_courses.Count > count)
        {
            _courses.Dequeue();
        }
    }

    /// <summary>The courses, best first.</summary>
    public IEnumerable<(MarkPath Path, double Pitch)> BestFirst() =>
        _courses.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element);
}
