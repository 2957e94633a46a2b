import { useEffect, useState } from 'react';
import { IS_WEAPP } from '../platform/env';
import { go } from '../platform/nav';
import { hasLeft } from '../session/left';
import { signInWithWechat } from '../session/session';
import { Button } from './Button';
import { Empty, ErrorNotice, Loading } from './Notice';

/** Stands in for a page that needs a person: signs in through WeChat by itself, on H5 leads to the sign-in page. */
export function SignInGate({ text = '登录后才能看到您的内容' }: { text?: string }) {
  const [error, setError] = useState<unknown>();
  const left = hasLeft();
  const attempt = async () => {
    setError(undefined);
    await signInWithWechat().catch(setError);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one attempt when the gate appears; the rest by hand
  useEffect(() => {
    if (IS_WEAPP && !left) void attempt();
  }, []);
  if (!IS_WEAPP || left) {
    return (
      <Empty text={text}>
        <Button id="go-sign-in" onTap={() => go('resident/sign-in/index')}>
          去登录
        </Button>
      </Empty>
    );
  }
  return error ? <ErrorNotice error={error} onRetry={attempt} /> : <Loading text="正在登录…" />;
}
