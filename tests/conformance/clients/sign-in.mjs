// A person at the sign-in page of the issuer, without a browser.

/** Follows redirects at the issuer, fills in the form, and returns the address where the client is called back. */
export async function signInAt(issuer, url, { user, password }) {
  const cookies = new Map();
  const send = async (target, init = {}) => {
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, ...value] = line.split(';', 1)[0].split('=');
      cookies.set(name, value.join('='));
    }
    return response;
  };
  let response = await send(url);
  for (let hops = 0; hops < 6; hops++) {
    const location = response.headers.get('location');
    if (location) {
      const target = new URL(location, issuer);
      if (target.origin !== issuer.origin) return target;
      response = await send(target);
      continue;
    }
    const page = await response.text();
    if (!page.includes('type="password"') || page.includes('role="alert"')) {
      throw new Error(`no way on: ${response.status} ${page.match(/role="alert"[^>]*>([^<]*)/)?.[1] ?? ''}`);
    }
    const form = new URLSearchParams({ username: user, password });
    for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
      form.set(name, value.replaceAll('&amp;', '&').replaceAll('&#x2B;', '+'));
    }
    response = await send(new URL('/sign-in', issuer), { method: 'POST', body: form });
  }
  throw new Error('too many redirects');
}
