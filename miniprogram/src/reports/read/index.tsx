import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { dateText, type EditionView, formatLocal, type ReportSection } from '@yihu/shared';
import { edition } from '../../api/reports';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Fact, Page, Remote } from '../../components';
import { spoken } from '../../platform/a11y';
import { go, replace } from '../../platform/nav';
import { useSession } from '../../session/session';
import { useNow } from '../../view/use-now';
import { daysText, editionText } from '../words';

/** One published report to read. */
export default function ReadPage() {
  const session = useSession();
  const { id = '' } = useRouter().params;
  const report = useRemote(session ? `edition:${id}:${session.me.personId}` : null, () => edition(id));
  return (
    <Page needsSignIn>{session && <Remote of={report}>{(own) => <Report report={own} />}</Remote>}</Page>
  );
}

function Report({ report }: { report: EditionView }) {
  const now = useNow();
  const { streetName, label, publishedBy, publishedAt, asOf, correction, replaces, replacedBy } = report;
  return (
    <View>
      {replacedBy && (
        <Card id="report-replaced">
          <View className="yh-stack">
            <Text {...spoken({ role: 'alert' })}>这一版已由第 {replacedBy.edition} 版更正</Text>
            <Button id="report-newer" onTap={() => replace('reports/read/index', { id: replacedBy.id })}>
              看第 {replacedBy.edition} 版
            </Button>
          </View>
        </Card>
      )}
      <View className="yh-title" {...spoken({ role: 'heading' })}>
        {streetName}12345热线{label}
      </View>
      <View className="yh-muted yh-section">
        {daysText(report)} {editionText(report)}
      </View>
      <Card>
        <Fact name="发布">
          {publishedBy},{dateText(publishedAt, now)}
        </Fact>
        <Fact name="数字截至">{formatLocal(asOf)}</Fact>
        <Fact name="更正">{correction}</Fact>
        {replaces && (
          <Button
            id="report-older"
            kind="plain"
            size="small"
            onTap={() => go('reports/read/index', { id: replaces.id })}
          >
            看更正前的第 {replaces.edition} 版
          </Button>
        )}
      </Card>
      {report.sections.map((section) => (
        <Section key={section.title} section={section} />
      ))}
    </View>
  );
}

function Section({ section: { title, text, lines } }: { section: ReportSection }) {
  return (
    <View>
      <View className="yh-section yh-lead" {...spoken({ role: 'heading' })}>
        {title}
      </View>
      <Card>
        <View className="yh-pre">{text}</View>
        {lines.map((line, at) => (
          // Two lines may be called the same: a class and a grid.
          // biome-ignore lint/suspicious/noArrayIndexKey: an edition never changes
          <Fact key={`${line.label} ${at}`} name={line.label}>
            {line.text}
          </Fact>
        ))}
      </Card>
    </View>
  );
}
