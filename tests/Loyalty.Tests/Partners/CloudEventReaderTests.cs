using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Partners;

/// <summary>Pains 7 and 40: whatever stands in an event, it is read or refused by the field's name.</summary>
public sealed class CloudEventReaderTests
{
    private const string Sound = """
        {"specversion":"1.0","id":"1","source":"/cards","type":"loyalty.transaction.posted","time":"2026-03-01T12:00:00.123+01:00",
         "datacontenttype":"application/json; charset=utf-8","traceparent":"x","note":"ķēžūīņš 🏃",
         "data":{"member":{"partnerCustomerId":"c1"},"amount":{"amount":"12.50","currency":"CZK"},"operation":"card_payment",
         "category":"food","lines":[{"amount":"10.00","category":"food"},{"amount":"0"}]}}
        """;

    [Fact]
    public void A_sound_event_is_read_whole()
    {
        var read = Read(Sound).ShouldBeOfType<IncomingEvent.Sound>();

        var posted = read.Event.ShouldBeOfType<PartnerEvent.TransactionPosted>();
        posted.Source.ShouldBe("/cards");
        posted.Id.ShouldBe("1");
        posted.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 11, 0, 0, 123, TimeSpan.Zero));
        posted.Amount.ShouldBe(new Money(12.50m, MoneyCurrency.Parse("CZK")));
        posted.Member.ShouldBe(new MemberReference.ByPartnerCustomer("c1"));
        posted.Lines.Count.ShouldBe(2);
        Encoding.UTF8.GetString(posted.Json.Span).ShouldBe(Sound.Trim());
    }

    [Theory]
    [InlineData("specversion", null, "specversion")]
    [InlineData("specversion", "\"0.3\"", "specversion")]
    [InlineData("id", "\"\"", "id")]
    [InlineData("id", "7", "id")]
    [InlineData("id", "\"a\\nb\"", "id")]
    [InlineData("source", "\"a b\"", "source")]
    [InlineData("source", null, "source")]
    [InlineData("type", "\"loyalty.unknown\"", "type")]
    [InlineData("time", "\"2026-03-01\"", "time")]
    [InlineData("time", "\"2026-03-01T12:00:00\"", "time")]
    [InlineData("time", "\"2026-02-30T12:00:00Z\"", "time")]
    [InlineData("time", "\"0001-01-01T00:00:00Z\"", "time")]
    [InlineData("time", "1", "time")]
    [InlineData("datacontenttype", "\"text/xml\"", "datacontenttype")]
    [InlineData("data_base64", "\"AA==\"", "data_base64")]
    [InlineData("data", null, "data")]
    [InlineData("data", "[]", "data")]
    [InlineData("data.extra", "1", "data.extra")]
    [InlineData("data.member", null, "data.member")]
    [InlineData("data.member", "{}", "data.member")]
    [InlineData("data.member", "{\"cardNumber\":\"1\",\"partnerCustomerId\":\"2\"}", "data.member")]
    [InlineData("data.member", "{\"cardNumber\":1}", "data.member.cardNumber")]
    [InlineData("data.member", "{\"memberId\":\"mbr_x\"}", "data.member.memberId")]
    [InlineData("data.member", "{\"name\":\"x\"}", "data.member.name")]
    [InlineData("data.amount", null, "data.amount")]
    [InlineData("data.amount", "\"12\"", "data.amount")]
    [InlineData("data.amount.currency", "\"XYZ\"", "data.amount.currency")]
    [InlineData("data.amount.currency", null, "data.amount.currency")]
    [InlineData("data.amount.amount", "12.5", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"-5.00\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"0.00\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"1.005\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"1e3\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"1,000\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\" 1\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"007\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"1.\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"NaN\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"٣\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"9999999999999999\"", "data.amount.amount")]
    [InlineData("data.amount.amount", "\"99999999999999999999999999999999999999999\"", "data.amount.amount")]
    [InlineData("data.lines", "[{\"amount\":\"-1\"}]", "data.lines[0].amount")]
    [InlineData("data.lines", "[{\"amount\":\"13.00\"}]", "data.lines")]
    [InlineData("data.lines", "[1]", "data.lines[0]")]
    [InlineData("data.lines", "{}", "data.lines")]
    [InlineData("data.operation", "\"\"", "data.operation")]
    [InlineData("data.category", "\"\\u0000\"", "data.category")]
    [InlineData("data.category", "\"\\ud800\"", "data.category")]
    [InlineData("subject", "\"\\udc00\"", "subject")]
    public void Pain40_what_is_not_sound_is_refused_by_its_name(string path, string? value, string field) =>
        Errors(Changed(path, value)).ShouldContain(field);

    [Theory]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":0,"currency":"POINTS"}""",
        "data.points"
    )]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":-1,"currency":"POINTS"}""",
        "data.points"
    )]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":1.5,"currency":"POINTS"}""",
        "data.points"
    )]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":"1","currency":"POINTS"}""",
        "data.points"
    )]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":9007199254740992,"currency":"POINTS"}""",
        "data.points"
    )]
    [InlineData(
        "loyalty.points.granted",
        """{"member":{"cardNumber":"1"},"points":1,"currency":"points"}""",
        "data.currency"
    )]
    [InlineData("loyalty.points.granted", """{"member":{"cardNumber":"1"},"points":1}""", "data.currency")]
    [InlineData("loyalty.transaction.reversed", """{"member":{"cardNumber":"1"}}""", "data.originalEventId")]
    [InlineData("loyalty.transaction.completed", """{"member":{"cardNumber":"1"}}""", "data.originalEventId")]
    [InlineData("loyalty.transaction.completed", """{"originalEventId":"1"}""", "data.member")]
    [InlineData(
        "loyalty.transaction.completed",
        """{"member":{"cardNumber":"1"},"originalEventId":"1","amount":{"amount":"1","currency":"CZK"}}""",
        "data.amount"
    )]
    [InlineData(
        "loyalty.transaction.reversed",
        """{"member":{"cardNumber":"1"},"originalEventId":"1","amount":{"amount":"-1","currency":"CZK"}}""",
        "data.amount.amount"
    )]
    [InlineData(
        "loyalty.member.linked",
        """{"member":{"partnerCustomerId":"1"},"partnerCustomerId":"2"}""",
        "data.member"
    )]
    [InlineData("loyalty.member.linked", """{"member":{"cardNumber":"1"}}""", "data.partnerCustomerId")]
    [InlineData("loyalty.member.unlinked", """{"member":{"cardNumber":"1"},"partnerCustomerId":"2"}""", "data.member")]
    [InlineData("loyalty.member.unlinked", "{}", "data.partnerCustomerId")]
    public void Pain40_so_with_each_type_of_event(string type, string data, string field)
    {
        var json = JsonNode.Parse(Sound)!.AsObject();
        json["type"] = type;
        json["data"] = JsonNode.Parse(data);

        Errors(json.ToJsonString()).ShouldContain(field);
    }

    [Fact]
    public void A_field_that_is_there_twice_is_refused()
    {
        Errors(Sound.Replace("\"operation\":", "\"operation\":\"x\",\"operation\":", StringComparison.Ordinal))
            .ShouldContain("data.operation");
        Errors(Sound.Replace("\"operation\":", "\"operation\":\"x\",\"oper\\u0061tion\":", StringComparison.Ordinal))
            .ShouldContain("data.operation");
    }

    [Fact]
    public void A_refused_event_keeps_its_key_where_source_and_id_can_be_read()
    {
        var refused = Read(Changed("data.amount.amount", "\"-1\"")).ShouldBeOfType<IncomingEvent.Refused>();

        refused.Source.ShouldBe("/cards");
        refused.Id.ShouldBe("1");
        Read("[1]").ShouldBeOfType<IncomingEvent.Refused>().Id.ShouldBeNull();
    }

    [Fact]
    public void White_space_order_and_escapes_do_not_make_it_another_event()
    {
        var other = """
            { "data" : {"lines":[{"category":"food","amount":"10.00"},{"amount":"0"}],"category":"f\u006fod",
              "amount":{"currency":"CZK","amount":"12.50"},"operation":"card_payment","member":{"partnerCustomerId":"c1"}},
              "time":"2026-03-01T12:00:00.123+01:00","type":"loyalty.transaction.posted","source":"\/cards","id":"1",
              "specversion":"1.0","traceparent":"x","note":"ķēžūīņš \ud83c\udfc3","datacontenttype":"application/json; charset=utf-8"}
            """;

        Read(other).ContentHash.ShouldBe(Read(Sound).ContentHash);
    }

    [Theory]
    [InlineData("data.amount.amount", "\"12.5\"")]
    [InlineData("note", "\"other\"")]
    [InlineData("note", null)]
    [InlineData("data.category", "\"FOOD\"")]
    public void Pain07_any_other_content_is_another_content(string path, string? value) =>
        Read(Changed(path, value)).ContentHash.ShouldNotBe(Read(Sound).ContentHash);

    [Fact]
    public void An_event_that_is_too_large_or_too_deep_is_refused()
    {
        Read(Changed("note", $"\"{new string('x', CloudEventReader.EventBytesMax)}\""))
            .ShouldBeOfType<IncomingEvent.Refused>()
            .Reason.ShouldBeOfType<EventRefusal.EventTooLarge>();
        var deep = string.Concat(Enumerable.Repeat("[", 20)) + string.Concat(Enumerable.Repeat("]", 20));
        Errors(Changed("note", deep)).ShouldHaveSingleItem().ShouldStartWith("note");
    }

    private static IncomingEvent Read(string json) => CloudEventReader.Read(Encoding.UTF8.GetBytes(json.Trim()));

    private static IEnumerable<string> Errors(string json) =>
        Read(json).ShouldBeOfType<IncomingEvent.Refused>().Reason.ShouldBeOfType<Refusal.InvalidRequest>().Errors.Keys;

    /// <summary>Works on the text, because half a surrogate pair does not survive a JSON tree.</summary>
    private static string Changed(string path, string? value)
    {
        var json = JsonNode.Parse(Sound)!.AsObject();
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(json, (node, step) => node[step]!.AsObject());
        parent.Remove(steps[^1]);
        if (value is not null)
        {
            parent[steps[^1]] = "@@";
        }

        return json.ToJsonString(
                new JsonSerializerOptions
                {
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
            .Replace("\"@@\"", value, StringComparison.Ordinal);
    }
}
