using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Partners;

public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    [Fact]
    public void The_example_of_the_specification_gives_its_signature()
    {
        // https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries: the test vector that its libraries share.
        WebhookSignature.TryParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var key).ShouldBeTrue();

        var signed = Signed("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""");

        WebhookSignature.Sign(key, signed).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void What_was_signed_verifies_and_anything_else_does_not() =>
        Prop.ForAll<byte[], byte[]>(
                (key, body) =>
                {
                    var text = Signed("msg_1", "1767225600", Convert.ToHexString(body));
                    var other = Signed("msg_2", "1767225600", Convert.ToHexString(body));
                    var signature = WebhookSignature.Sign(key, text);
                    return WebhookSignature.Verify(key, text, signature)
                        && !WebhookSignature.Verify(key, other, signature)
                        && !WebhookSignature.Verify([.. key, 1], text, signature);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("v1,AAAA {0}", true)]
    [InlineData("v1a,AAAA v9,abc {0}", true)]
    [InlineData("", false)]
    [InlineData("v1,", false)]
    [InlineData("v1,AAAA,{0}", false)]
    [InlineData(" v2{0}", false)]
    public void Signatures_are_separated_by_single_blanks(string header, bool accepted)
    {
        var text = Signed("msg_1", "1767225600", "{}");
        var signature = WebhookSignature.Sign(new byte[32], text);

        WebhookSignature
            .Verify(new byte[32], text, header.Replace("{0}", signature, StringComparison.Ordinal))
            .ShouldBe(accepted);
    }

    [Fact]
    public void More_signatures_than_allowed_are_refused_although_one_is_right()
    {
        var text = Signed("msg_1", "1767225600", "{}");
        var signature = WebhookSignature.Sign(new byte[32], text);
        var eight = string.Join(' ', Enumerable.Repeat("v1,AAAA", 7).Append(signature));

        WebhookSignature.Verify(new byte[32], text, eight).ShouldBeTrue();
        WebhookSignature.Verify(new byte[32], text, $"v1,AAAA {eight}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("1767225600", true)]
    [InlineData("1767225300", true)]
    [InlineData("1767225299", false)]
    [InlineData("1767225900", true)]
    [InlineData("1767225901", false)]
    [InlineData("01767225600", false)]
    [InlineData("+767225600", false)]
    [InlineData("1767225600.5", false)]
    [InlineData("176722560٣", false)]
    [InlineData("", false)]
    public void A_timestamp_is_ten_digits_within_five_minutes(string timestamp, bool timely) =>
        WebhookSignature.IsTimely(timestamp, Now).ShouldBe(timely);

    [Theory]
    [InlineData("msg_a-Z9", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("ä", false)]
    public void An_id_is_plain(string id, bool sound) => WebhookSignature.IsId(id).ShouldBe(sound);

    [Fact]
    public void An_id_has_at_most_64_characters()
    {
        WebhookSignature.IsId(new string('m', 64)).ShouldBeTrue();
        WebhookSignature.IsId(new string('m', 65)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_AAAA")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!")]
    [InlineData(null)]
    public void What_is_no_secret_is_not_taken_for_one(string? text) =>
        WebhookSignature.TryParseSecret(text, out _).ShouldBeFalse();

    private static byte[] Signed(string id, string timestamp, string body)
    {
        var buffer = new byte[WebhookSignature.HeadBytesMax + Encoding.UTF8.GetByteCount(body)];
        Encoding.UTF8.GetBytes(body, buffer.AsSpan(WebhookSignature.HeadBytesMax));
        return buffer[WebhookSignature.WriteHead(buffer, id, timestamp)..];
    }
}
