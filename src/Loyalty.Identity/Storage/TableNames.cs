using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Storage;

/// <summary>Everything in snake_case and every table under one prefix, so that the issuer can share a database with its host.</summary>
internal static class TableNames
{
    private const string Prefix = "identity_";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["User"] = "users",
        ["IdentityRole"] = "roles",
        ["IdentityUserRole"] = "user_roles",
        ["IdentityUserClaim"] = "user_claims",
        ["IdentityUserLogin"] = "user_logins",
        ["IdentityUserToken"] = "user_tokens",
        ["IdentityRoleClaim"] = "role_claims",
        ["Client"] = "clients",
        ["ClientSecret"] = "client_secrets",
        ["ClientClaim"] = "client_claims",
        ["Scope"] = "scopes",
        ["Grant"] = "grants",
        ["AuthorizationCode"] = "authorization_codes",
        ["RefreshToken"] = "refresh_tokens",
        ["SigningKey"] = "signing_keys",
        ["DataProtectionKey"] = "data_protection_keys",
        ["SignInAttempts"] = "sign_in_attempts",
    };

    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            var table = Prefix + Tables[entity.ShortName()];
            entity.SetTableName(table);
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            var table = entity.GetTableName();
            foreach (var key in entity.GetKeys())
            {
                key.SetName($"pk_{table}");
            }
            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table}_{string.Join('_', key.Properties.Select(p => SnakeCase(p.Name)))}");
            }
            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(
                    $"ix_{table}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}"
                );
            }
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
