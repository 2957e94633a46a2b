/** Calls that were taken away from everyone; answering as the platform does guards against old habits. */
import type { Feature } from '../feature.ts';
import { WxFail } from '../wire.ts';

export function createRetired(): Feature {
  return {
    routes: [
      {
        method: 'POST',
        path: '/cgi-bin/message/wxopen/template/uniform_send',
        needsToken: true,
        run: () => {
          throw new WxFail(45109);
        },
      },
    ],
    controls: [],
    reset: () => undefined,
  };
}
