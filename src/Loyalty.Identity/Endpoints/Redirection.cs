using Microsoft.AspNetCore.Http;

namespace Loyalty.Identity.Endpoints;

/// <summary>303, so that a form's body is never sent on (RFC 9700, section 4.12). The framework's own result would log the address, which holds the code.</summary>
internal sealed class Redirection(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        httpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
