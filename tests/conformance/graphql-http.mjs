// GraphQL over HTTP as npm graphql-http audits it. Its MUST, SHOULD and MAY audits all count: the server meets each.
import { serverAudits } from 'graphql-http';

const answerTimeoutMs = 10_000;

export async function auditGraphQL(tally, url) {
  const fetchFn = (target, init = {}) =>
    fetch(target, { ...init, redirect: 'manual', signal: AbortSignal.timeout(answerTimeoutMs) });
  for (const audit of serverAudits({ url, fetchFn })) {
    await tally.check(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      return result.status === 'ok' ? '' : `${result.reason} (status ${result.response.status})`;
    });
  }
}
