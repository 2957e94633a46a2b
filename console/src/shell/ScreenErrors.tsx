import { errText } from '@yihu/shared';
import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';

interface State {
  error: unknown;
}

/** A screen that broke, or whose code could not be loaded, says so by itself; the others go on. */
export class ScreenErrors extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Result
        status="error"
        title="这个页面没能打开"
        subTitle={errText(error)}
        extra={
          <Button type="primary" onClick={() => location.reload()}>
            重新载入
          </Button>
        }
      />
    );
  }
}
