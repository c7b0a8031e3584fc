using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Identity.SignIn;

/// <summary>The frame around every page a person sees: plain HTML that needs neither script nor another host.</summary>
internal static class Page
{
    private const string Style = """
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#f4f5f7}
        main{max-width:24rem;margin:10vh auto;padding:2rem;background:#fff;border:1px solid #8a8f98;border-radius:.5rem}
        h1{font-size:1.5rem;margin:0 0 1rem}
        label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;border:1px solid #5b616b;border-radius:.25rem}
        button{margin-top:1.5rem;width:100%;padding:.7rem;font:inherit;font-weight:600;color:#fff;background:#0b4f9e;border:0;border-radius:.25rem}
        :focus-visible{outline:3px solid #d46a00;outline-offset:2px}
        [role=alert]{border-left:.3rem solid #b3261e;padding:.5rem .8rem;background:#fdf0ef}
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    public static IResult Message(
        HttpContext context,
        string title,
        string text,
        int status = StatusCodes.Status200OK
    ) => Html(context, title, $"<p>{Encode(text)}</p>", status);

    /// <summary>A page with its security headers; <paramref name="body"/> is HTML already.</summary>
    /// <param name="formTarget">
    /// Where a form may lead besides this host: browsers apply the policy to the redirects that follow a form, too.
    /// </param>
    public static IResult Html(HttpContext context, string title, string body, int status, string? formTarget = null)
    {
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = "no-store";
        headers[HeaderNames.ContentSecurityPolicy] =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self'{(formTarget is null ? "" : " " + formTarget)}; "
            + "base-uri 'none'; frame-ancestors 'none'";
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var html = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{Encode(title)}</h1>
            {body}
            </main>
            </body>
            </html>
            """;
        return Results.Text(html, "text/html", Encoding.UTF8, status);
    }
}
