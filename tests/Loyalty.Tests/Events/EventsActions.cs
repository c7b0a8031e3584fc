using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Events;

/// <summary>A subscription that a test has made, at a path of a scripted consumer.</summary>
internal sealed record TestSubscription(Club Club, EventSubscriptionId Id, string Secret, string Path)
{
    public string Url => $"{EventsActions.Subscriptions}/{Id}";

    public async Task<JsonNode> ReadAsync()
    {
        using var staff = Club.Staff("auditor");
        return await staff.GetJsonAsync(Url);
    }

    /// <summary>A change by an administrator: pause, resume, test, secrets, replays, …</summary>
    public async Task<JsonNode> PostAsync(string what, object? body = null)
    {
        using var staff = Club.Staff();
        return await (await staff.PostAsJsonAsync($"{Url}/{what}", body ?? new { })).ReadAsync(HttpStatusCode.OK);
    }

    /// <summary>Once so many wait, and so many were given up.</summary>
    public async Task<JsonNode> WhenAsync(Func<JsonNode, bool> wanted)
    {
        var view = await WaitFor.Async(ReadAsync, wanted);
        wanted(view).ShouldBeTrue(view.ToJsonString());
        return view;
    }

    /// <summary>Once everything was delivered or given up.</summary>
    public Task<JsonNode> WhenIdleAsync() => WhenAsync(view => (long)view["pending"]! == 0);

    /// <summary>The log, the newest event first.</summary>
    public async Task<List<JsonNode>> LogAsync(string query = "")
    {
        using var staff = Club.Staff("auditor");
        return await staff.AllPagesAsync($"{EventsActions.Deliveries}?subscription={Id}{query}", limit: 100);
    }

    public async Task<JsonNode> DeliveryAsync(string eventId)
    {
        using var staff = Club.Staff("auditor");
        return await staff.GetJsonAsync($"{Url}/deliveries/{eventId}");
    }

    public bool IsSigned(JournalEntry call, string? secret = null)
    {
        WebhookSignature.TryParseSecret(secret ?? Secret, out var key).ShouldBeTrue();
        var signed = WebhookSignature.TextToSign(
            call.Headers["webhook-id"],
            call.Headers["webhook-timestamp"],
            call.Body.Span
        );
        return WebhookSignature.Verify(key, signed, call.Headers["webhook-signature"]);
    }
}

internal static class EventsActions
{
    public const string Subscriptions = "/api/admin/v1/event-subscriptions";
    public const string Deliveries = "/api/admin/v1/event-deliveries";

    public static readonly string[] Settings =
    [
        "--Jobs:Run=true",
        "--Outbound:AllowPrivateAddresses=true",
        "--Events:PollSeconds=0.05",
    ];

    /// <summary>Subscribes a path of the consumer, which takes everything until the test says otherwise.</summary>
    public static async Task<TestSubscription> SubscribeAsync(
        this Club club,
        ScriptedServer consumer,
        string path = "/events",
        string[]? types = null,
        int? concurrencyMax = null
    )
    {
        consumer.On("POST", path).Always(ScriptedAnswer.WithStatus(204));
        using var staff = club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            Subscriptions,
            new
            {
                url = new Uri(consumer.Address, path).ToString(),
                types,
                concurrencyMax,
            }
        );
        var made = await answer.ReadAsync(HttpStatusCode.Created);
        Identifier.TryParse<EventSubscriptionId>(made["subscription"]!["id"]!.ToString(), out var id).ShouldBeTrue();
        return new TestSubscription(club, id, made["secret"]!.ToString(), path);
    }

    /// <summary>Somebody who asks for all events and to whom none is sent.</summary>
    public static Task GivenListenerAsync(this Club club) =>
        club.WithContextAsync(context =>
        {
            var now = club.Now();
            context.EventSubscriptions.Add(
                new EventSubscription
                {
                    Id = Identifier.New<EventSubscriptionId>(now),
                    Url = "https://listener.example/events",
                    Status = EventSubscriptionStatus.Paused,
                    StatusSince = now,
                    EncryptedKey = [1],
                    KeyMadeAt = now,
                    CreatedAt = now,
                }
            );
            return context.SaveChangesAsync();
        });

    /// <summary>The data of all events of the type, in the order in which they were written.</summary>
    public static Task<List<JsonNode>> ToldAsync(this Club club, string type) =>
        club.WithContextAsync(async context =>
            (
                await context
                    .ClubEvents.AsNoTracking()
                    .Where(one => one.Type == type)
                    .OrderBy(one => one.Number)
                    .Select(one => one.Body)
                    .ToListAsync()
            ).ConvertAll(body => JsonNode.Parse(body)!["data"]!)
        );

    /// <summary>What was sent to the subscription's path, in the order in which it came.</summary>
    public static List<JournalEntry> CallsOf(this ScriptedServer consumer, TestSubscription subscription) =>
        [.. consumer.Journal.Where(call => call.Target == subscription.Path)];

    public static async Task<List<JournalEntry>> WhenCallsAsync(
        this ScriptedServer consumer,
        TestSubscription subscription,
        int count
    )
    {
        var calls = await WaitFor.Async(
            () => Task.FromResult(consumer.CallsOf(subscription)),
            all => all.Count >= count
        );
        calls.Count.ShouldBe(count);
        return calls;
    }

    public static string EventId(this JournalEntry call) => call.Headers["webhook-id"];

    public static JsonNode Event(this JournalEntry call) => JsonNode.Parse(call.Text)!;

    /// <summary>Writes events into the outbox as an operation does, without one.</summary>
    /// <param name="members">take turns.</param>
    /// <returns>their ids, in order.</returns>
    public static async Task<List<string>> GivenEventsAsync(this Club club, int count, params MemberId[] members)
    {
        var now = club.Services.GetRequiredService<TimeProvider>().Instant();
        var events = Enumerable
            .Range(0, count)
            .Select(i => members[i % members.Length])
            .Select(
                (member, i) =>
                    ClubEvent.Of(
                        "/test",
                        ClubEventType.MemberEnrolled,
                        member,
                        now,
                        new ClubEventData.OfMember(member.ToString()),
                        i
                    )
            )
            .ToList();
        await club.WithContextAsync(async context =>
        {
            foreach (var chunk in events.Chunk(1_000))
            {
                context.ClubEvents.AddRange(chunk);
                await context.SaveChangesAsync();
                context.ChangeTracker.Clear();
            }

            return events.Count;
        });
        return events.ConvertAll(one => one.Id.ToString());
    }

    /// <summary>Members that nothing else is known of.</summary>
    public static MemberId[] NewMembers(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Identifier.New<MemberId>(TimeProvider.System.GetUtcNow()))];

    public static async Task SweepEventsAsync(this Club club)
    {
        await using var scope = club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepEvents>().ExecuteAsync(CancellationToken.None);
    }

    public static Task<List<string>> EntryIdsAsync(this Club club) =>
        club.WithContextAsync(async context =>
            (
                await context
                    .Entries.AsNoTracking()
                    .Select(entry => new { entry.WalletId, entry.Sequence })
                    .ToListAsync()
            ).ConvertAll(entry => new EntryId(entry.WalletId, entry.Sequence).ToString())
        );

    public static Task<int> OutboxCountAsync(this Club club) =>
        club.WithContextAsync(context => context.ClubEvents.CountAsync());
}
