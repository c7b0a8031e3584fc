using Loyalty.Identity.Clients;
using Loyalty.Identity.Codes;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Keys;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.SignIn;
using Loyalty.Identity.Tokens;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Storage;

/// <summary>The issuer's tables, all named <c>identity_…</c>. Resolve this type; which provider stands behind it is the options' affair.</summary>
public abstract class LoyaltyIdentityDbContext(DbContextOptions options)
    : IdentityDbContext<User, IdentityRole, string>(options)
{
    internal const string MigrationsHistoryTable = "__identity_migrations";

    internal DbSet<Client> Clients => Set<Client>();

    internal DbSet<ClientSecret> ClientSecrets => Set<ClientSecret>();

    internal DbSet<Scope> Scopes => Set<Scope>();

    internal DbSet<Grant> Grants => Set<Grant>();

    internal DbSet<AuthorizationCode> AuthorizationCodes => Set<AuthorizationCode>();

    internal DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    internal DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    internal DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    internal DbSet<SignInAttempts> SignInAttempts => Set<SignInAttempts>();

    // Not left to the host's options: the migrations are made for this one.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Left over by a base class that leaves out passkeys in this version of its schema.
        builder.Ignore<IdentityPasskeyData>();
        builder.Entity<User>(user =>
        {
            user.Property(u => u.Id).HasMaxLength(64);
            user.Property(u => u.DisplayName).HasMaxLength(200);
        });
        // Otherwise the keys would be longer than an index of SQL Server may be.
        builder.Entity<IdentityRole>().Property(r => r.Id).HasMaxLength(64);
        builder.Entity<IdentityUserLogin<string>>().Property(l => l.LoginProvider).HasMaxLength(128);
        builder.Entity<IdentityUserLogin<string>>().Property(l => l.ProviderKey).HasMaxLength(128);
        builder.Entity<IdentityUserToken<string>>().Property(t => t.LoginProvider).HasMaxLength(128);
        builder.Entity<IdentityUserToken<string>>().Property(t => t.Name).HasMaxLength(128);
        builder.Entity<Client>(client =>
        {
            client.HasKey(c => c.ClientId);
            client.Property(c => c.ClientId).HasMaxLength(100);
            client.Property(c => c.ClientName).HasMaxLength(200);
            client.HasMany(c => c.ClientSecrets).WithOne().HasForeignKey(s => s.ClientId);
            client.HasMany(c => c.Claims).WithOne().HasForeignKey(c => c.ClientId);
        });
        builder.Entity<ClientSecret>(secret =>
        {
            secret.Property(s => s.Id).HasMaxLength(64);
            secret.Property(s => s.Description).HasMaxLength(200);
            secret.Property(s => s.Hash).HasMaxLength(200);
        });
        builder.Entity<ClientClaim>(claim =>
        {
            claim.Property(c => c.Type).HasMaxLength(200);
            claim.Property(c => c.Value).HasMaxLength(2000);
        });
        builder.Entity<Scope>(scope =>
        {
            scope.HasKey(s => s.Name);
            scope.Property(s => s.Name).HasMaxLength(ScopeNames.LengthMax);
            scope.Property(s => s.DisplayName).HasMaxLength(200);
            scope.Property(s => s.Audience).HasMaxLength(200);
        });
        builder.Entity<Grant>(grant =>
        {
            grant.Property(g => g.Id).HasMaxLength(64);
            grant.Property(g => g.Scope).HasMaxLength(4000);
            grant.Property(g => g.SecurityStamp).HasMaxLength(64);
            grant.HasOne<Client>().WithMany().HasForeignKey(g => g.ClientId);
            grant.HasOne<User>().WithMany().HasForeignKey(g => g.UserId);
            grant.HasIndex(g => g.ExpiresAt);
        });
        builder.Entity<AuthorizationCode>(code =>
        {
            code.HasKey(c => c.Hash);
            code.Property(c => c.Hash).HasMaxLength(43);
            code.Property(c => c.ClientId).HasMaxLength(100);
            code.Property(c => c.RedirectUri).HasMaxLength(2048);
            code.Property(c => c.CodeChallenge).HasMaxLength(43);
            code.Property(c => c.Nonce).HasMaxLength(2048);
            code.HasOne<Grant>().WithMany().HasForeignKey(c => c.GrantId);
            code.HasIndex(c => c.ExpiresAt);
        });
        builder.Entity<RefreshToken>(token =>
        {
            token.HasKey(t => t.Hash);
            token.Property(t => t.Hash).HasMaxLength(43);
            token.HasOne<Grant>().WithMany().HasForeignKey(t => t.GrantId);
            token.HasIndex(t => t.ExpiresAt);
        });
        builder.Entity<SigningKey>(key =>
        {
            key.Property(k => k.Id).HasMaxLength(64);
            key.Property(k => k.Algorithm).HasMaxLength(10);
            // Two nodes that make the next key at once both ask for the same number, and one of them loses.
            key.HasIndex(k => k.Sequence).IsUnique();
        });
        builder.Entity<DataProtectionKey>(key => key.Property(k => k.FriendlyName).HasMaxLength(200));
        builder.Entity<SignInAttempts>(attempts =>
        {
            attempts.HasKey(a => a.Key);
            attempts.Property(a => a.Key).HasMaxLength(60);
            attempts.HasIndex(a => a.WindowEndsAt);
        });
        TableNames.Apply(builder);
    }
}
