using System.Globalization;
using System.Text.Json;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Import;

/// <summary>A bank transaction as the CloudEvent that a bank sends for it.</summary>
internal static class BankEvent
{
    /// <summary>Whether the transaction is a payment of the customer that the contract takes.</summary>
    public static bool IsCovered(BankTransaction transaction, PartnerContract contract) =>
        transaction.Direction == "debit"
        && (
            contract.Operations.Count == 0
            || contract.Operations.Contains(transaction.Operation, StringComparer.Ordinal)
        )
        && !contract.ExcludedCategories.Contains(transaction.Purpose, StringComparer.Ordinal);

    public static byte[] WriteBatch(string partner, IEnumerable<BankTransaction> transactions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var transaction in transactions)
            {
                Write(json, partner, transaction);
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string partner, BankTransaction transaction)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", transaction.TransactionId);
        json.WriteString("source", $"urn:{partner}:transactions");
        json.WriteString("type", PartnerEvent.TransactionPosted.TypeName);
        // The file knows days; noon is on that day in most of the world's zones.
        json.WriteString("time", transaction.BookedOn.ToString("yyyy-MM-dd'T12:00:00Z'", CultureInfo.InvariantCulture));
        json.WriteString("datacontenttype", "application/json");
        json.WriteStartObject("data");
        json.WriteStartObject("member");
        json.WriteString("partnerCustomerId", transaction.AccountId);
        json.WriteEndObject();
        json.WriteStartObject("amount");
        json.WriteString("amount", transaction.Amount.ToString("0.00", CultureInfo.InvariantCulture));
        json.WriteString("currency", "CZK");
        json.WriteEndObject();
        json.WriteString("operation", transaction.Operation);
        if (transaction.Purpose.Length > 0)
        {
            json.WriteString("category", transaction.Purpose);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
