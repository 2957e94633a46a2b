import { useRouter } from '@tarojs/taro';
import { Page } from '../../components';
import { useSession } from '../../session/session';
import { scannedCode } from './draft';
import { FileForm } from './FileForm';
import './index.scss';

/** Filing: for oneself, or (`for=caller`) by a clerk for somebody on the phone or at the window. */
export default function FilePage() {
  const { start, scene, g, s, for: whom, edit } = useRouter().params;
  const session = useSession();
  if (!session)
    return (
      <Page needsSignIn signInText="登录后就能写;之前没提交的草稿都还在">
        {null}
      </Page>
    );
  return (
    <FileForm
      key={session.me.personId}
      me={session.me}
      forCaller={whom === 'caller'}
      openCamera={start === 'photo'}
      edit={edit}
      scanned={scannedCode(s ? `s=${s}` : (g ?? scene))}
    />
  );
}
