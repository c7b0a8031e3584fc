using System.Collections.Concurrent;

namespace Loyalty.GraphQL.Execution;

/// <summary>
/// Documents by their text or id, bounded in number and in characters. A look-up takes no lock. When full, what was not asked for
/// since the last round goes first (the clock algorithm: nearly least recently used, at a fraction of its price).
/// </summary>
internal sealed class DocumentCache<T>(int countMax, long charactersMax)
    where T : class
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> round = new();
    private readonly Lock gate = new();
    private long characters;

    private sealed class Entry(string key, T value, int length)
    {
        public string Key { get; } = key;

        public int Length { get; } = length;

        public T Value { get; } = value;

        public volatile bool Used;
    }

    public int Count => entries.Count;

    public long Characters
    {
        get
        {
            lock (gate)
                return characters;
        }
    }

    public T? Find(string key)
    {
        if (!entries.TryGetValue(key, out var entry))
            return null;
        // Reading first keeps the line of a busy document in every core's cache.
        if (!entry.Used)
            entry.Used = true;
        return entry.Value;
    }

    /// <param name="length">What it counts for, in UTF-16 code units.</param>
    public void Add(string key, T value, int length)
    {
        if (countMax <= 0 || length > charactersMax)
            return;
        var entry = new Entry(key, value, length);
        lock (gate)
        {
            if (!entries.TryAdd(key, entry))
                return;
            characters += length;
            while (entries.Count > countMax || characters > charactersMax)
                EvictOne();
            round.Enqueue(entry);
        }
    }

    // Passes over each entry once at most, however fast readers mark them anew.
    private void EvictOne()
    {
        for (var marked = round.Count; round.TryDequeue(out var oldest); marked--)
        {
            if (oldest.Used && marked > 0)
            {
                oldest.Used = false;
                round.Enqueue(oldest);
                continue;
            }
            entries.TryRemove(oldest.Key, out _);
            characters -= oldest.Length;
            return;
        }
    }
}
