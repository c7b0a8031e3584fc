IF OBJECT_ID(N'[__identity_migrations]') IS NULL
BEGIN
    CREATE TABLE [__identity_migrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___identity_migrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_clients] (
        [client_id] nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
        [client_name] nvarchar(200) NOT NULL,
        [enabled] bit NOT NULL,
        [require_client_secret] bit NOT NULL,
        [allowed_grant_types] nvarchar(max) NOT NULL,
        [redirect_uris] nvarchar(max) NOT NULL,
        [post_logout_redirect_uris] nvarchar(max) NOT NULL,
        [allowed_cors_origins] nvarchar(max) NOT NULL,
        [allowed_scopes] nvarchar(max) NOT NULL,
        [allow_offline_access] bit NOT NULL,
        [allow_loopback_port] bit NOT NULL,
        [access_token_lifetime] int NOT NULL,
        [absolute_refresh_token_lifetime] int NOT NULL,
        [sliding_refresh_token_lifetime] int NOT NULL,
        CONSTRAINT [pk_identity_clients] PRIMARY KEY ([client_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_data_protection_keys] (
        [id] int NOT NULL IDENTITY,
        [friendly_name] nvarchar(200) NOT NULL,
        [xml] nvarchar(max) NOT NULL,
        CONSTRAINT [pk_identity_data_protection_keys] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_roles] (
        [id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [name] nvarchar(256) NULL,
        [normalized_name] nvarchar(256) NULL,
        [concurrency_stamp] nvarchar(max) NULL,
        CONSTRAINT [pk_identity_roles] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_scopes] (
        [name] nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
        [display_name] nvarchar(200) NOT NULL,
        [audience] nvarchar(200) NULL,
        [user_claims] nvarchar(max) NOT NULL,
        [required_roles] nvarchar(max) NOT NULL,
        CONSTRAINT [pk_identity_scopes] PRIMARY KEY ([name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_sign_in_attempts] (
        [key] nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL,
        [failures] int NOT NULL,
        [window_ends_at] datetimeoffset NOT NULL,
        CONSTRAINT [pk_identity_sign_in_attempts] PRIMARY KEY ([key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_signing_keys] (
        [id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [sequence] int NOT NULL,
        [algorithm] nvarchar(10) NOT NULL,
        [created_at] datetimeoffset NOT NULL,
        [activates_at] datetimeoffset NOT NULL,
        [public_jwk] nvarchar(max) NOT NULL,
        [protected_private_key] nvarchar(max) NOT NULL,
        CONSTRAINT [pk_identity_signing_keys] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_users] (
        [id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [display_name] nvarchar(200) NOT NULL,
        [user_name] nvarchar(256) NULL,
        [normalized_user_name] nvarchar(256) NULL,
        [email] nvarchar(256) NULL,
        [normalized_email] nvarchar(256) NULL,
        [email_confirmed] bit NOT NULL,
        [password_hash] nvarchar(max) NULL,
        [security_stamp] nvarchar(max) NULL,
        [concurrency_stamp] nvarchar(max) NULL,
        [phone_number] nvarchar(max) NULL,
        [phone_number_confirmed] bit NOT NULL,
        [two_factor_enabled] bit NOT NULL,
        [lockout_end] datetimeoffset NULL,
        [lockout_enabled] bit NOT NULL,
        [access_failed_count] int NOT NULL,
        CONSTRAINT [pk_identity_users] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_client_claims] (
        [id] bigint NOT NULL IDENTITY,
        [client_id] nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
        [type] nvarchar(200) NOT NULL,
        [value] nvarchar(2000) NOT NULL,
        CONSTRAINT [pk_identity_client_claims] PRIMARY KEY ([id]),
        CONSTRAINT [fk_identity_client_claims_client_id] FOREIGN KEY ([client_id]) REFERENCES [identity_clients] ([client_id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_client_secrets] (
        [id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [client_id] nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
        [description] nvarchar(200) NOT NULL,
        [hash] nvarchar(200) NOT NULL,
        [created_at] datetimeoffset NOT NULL,
        [expires_at] datetimeoffset NULL,
        CONSTRAINT [pk_identity_client_secrets] PRIMARY KEY ([id]),
        CONSTRAINT [fk_identity_client_secrets_client_id] FOREIGN KEY ([client_id]) REFERENCES [identity_clients] ([client_id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_role_claims] (
        [id] int NOT NULL IDENTITY,
        [role_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [claim_type] nvarchar(max) NULL,
        [claim_value] nvarchar(max) NULL,
        CONSTRAINT [pk_identity_role_claims] PRIMARY KEY ([id]),
        CONSTRAINT [fk_identity_role_claims_role_id] FOREIGN KEY ([role_id]) REFERENCES [identity_roles] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_grants] (
        [id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [client_id] nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
        [user_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [scope] nvarchar(4000) NOT NULL,
        [security_stamp] nvarchar(64) NOT NULL,
        [auth_time] datetimeoffset NOT NULL,
        [created_at] datetimeoffset NOT NULL,
        [expires_at] datetimeoffset NOT NULL,
        [revoked_at] datetimeoffset NULL,
        CONSTRAINT [pk_identity_grants] PRIMARY KEY ([id]),
        CONSTRAINT [fk_identity_grants_client_id] FOREIGN KEY ([client_id]) REFERENCES [identity_clients] ([client_id]) ON DELETE CASCADE,
        CONSTRAINT [fk_identity_grants_user_id] FOREIGN KEY ([user_id]) REFERENCES [identity_users] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_user_claims] (
        [id] int NOT NULL IDENTITY,
        [user_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [claim_type] nvarchar(max) NULL,
        [claim_value] nvarchar(max) NULL,
        CONSTRAINT [pk_identity_user_claims] PRIMARY KEY ([id]),
        CONSTRAINT [fk_identity_user_claims_user_id] FOREIGN KEY ([user_id]) REFERENCES [identity_users] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_user_logins] (
        [login_provider] nvarchar(128) COLLATE Latin1_General_BIN2 NOT NULL,
        [provider_key] nvarchar(128) COLLATE Latin1_General_BIN2 NOT NULL,
        [provider_display_name] nvarchar(max) NULL,
        [user_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        CONSTRAINT [pk_identity_user_logins] PRIMARY KEY ([login_provider], [provider_key]),
        CONSTRAINT [fk_identity_user_logins_user_id] FOREIGN KEY ([user_id]) REFERENCES [identity_users] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_user_roles] (
        [user_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [role_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        CONSTRAINT [pk_identity_user_roles] PRIMARY KEY ([user_id], [role_id]),
        CONSTRAINT [fk_identity_user_roles_role_id] FOREIGN KEY ([role_id]) REFERENCES [identity_roles] ([id]) ON DELETE CASCADE,
        CONSTRAINT [fk_identity_user_roles_user_id] FOREIGN KEY ([user_id]) REFERENCES [identity_users] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_user_tokens] (
        [user_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [login_provider] nvarchar(128) COLLATE Latin1_General_BIN2 NOT NULL,
        [name] nvarchar(128) COLLATE Latin1_General_BIN2 NOT NULL,
        [value] nvarchar(max) NULL,
        CONSTRAINT [pk_identity_user_tokens] PRIMARY KEY ([user_id], [login_provider], [name]),
        CONSTRAINT [fk_identity_user_tokens_user_id] FOREIGN KEY ([user_id]) REFERENCES [identity_users] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_authorization_codes] (
        [hash] nvarchar(43) COLLATE Latin1_General_BIN2 NOT NULL,
        [grant_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [client_id] nvarchar(100) NOT NULL,
        [redirect_uri] nvarchar(2048) NOT NULL,
        [code_challenge] nvarchar(43) NOT NULL,
        [nonce] nvarchar(2048) NULL,
        [expires_at] datetimeoffset NOT NULL,
        [spent_at] datetimeoffset NULL,
        CONSTRAINT [pk_identity_authorization_codes] PRIMARY KEY ([hash]),
        CONSTRAINT [fk_identity_authorization_codes_grant_id] FOREIGN KEY ([grant_id]) REFERENCES [identity_grants] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE TABLE [identity_refresh_tokens] (
        [hash] nvarchar(43) COLLATE Latin1_General_BIN2 NOT NULL,
        [grant_id] nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
        [created_at] datetimeoffset NOT NULL,
        [expires_at] datetimeoffset NOT NULL,
        [spent_at] datetimeoffset NULL,
        CONSTRAINT [pk_identity_refresh_tokens] PRIMARY KEY ([hash]),
        CONSTRAINT [fk_identity_refresh_tokens_grant_id] FOREIGN KEY ([grant_id]) REFERENCES [identity_grants] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_authorization_codes_expires_at] ON [identity_authorization_codes] ([expires_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_authorization_codes_grant_id] ON [identity_authorization_codes] ([grant_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_client_claims_client_id] ON [identity_client_claims] ([client_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_client_secrets_client_id] ON [identity_client_secrets] ([client_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_grants_client_id] ON [identity_grants] ([client_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_grants_expires_at] ON [identity_grants] ([expires_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_grants_user_id] ON [identity_grants] ([user_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_refresh_tokens_expires_at] ON [identity_refresh_tokens] ([expires_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_refresh_tokens_grant_id] ON [identity_refresh_tokens] ([grant_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_role_claims_role_id] ON [identity_role_claims] ([role_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_identity_roles_normalized_name] ON [identity_roles] ([normalized_name]) WHERE [normalized_name] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_sign_in_attempts_window_ends_at] ON [identity_sign_in_attempts] ([window_ends_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [ix_identity_signing_keys_sequence] ON [identity_signing_keys] ([sequence]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_user_claims_user_id] ON [identity_user_claims] ([user_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_user_logins_user_id] ON [identity_user_logins] ([user_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_user_roles_role_id] ON [identity_user_roles] ([role_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    CREATE INDEX [ix_identity_users_normalized_email] ON [identity_users] ([normalized_email]);
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_identity_users_normalized_user_name] ON [identity_users] ([normalized_user_name]) WHERE [normalized_user_name] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__identity_migrations]
    WHERE [MigrationId] = N'20261122025308_Initial'
)
BEGIN
    INSERT INTO [__identity_migrations] ([MigrationId], [ProductVersion])
    VALUES (N'20261122025308_Initial', N'10.0.14');
END;

COMMIT;
GO

