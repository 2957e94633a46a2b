import { View } from '@tarojs/components';
import { usePullDownRefresh } from '@tarojs/taro';
import { dateText, type EditionRow } from '@yihu/shared';
import { useStreet } from '../../api/places';
import { editions } from '../../api/reports';
import { usePages } from '../../api/use-pages';
import { Button, Card, Empty, Page, Remote, StateTag } from '../../components';
import { go } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { useNow } from '../../view/use-now';
import { daysText, editionText } from '../words';

/** What the street published for this reader: residents the public editions, staff their own. */
export default function ReportsPage() {
  const session = useSession();
  const street = useStreet();
  return (
    <Page needsSignIn>
      {session && (
        <Remote of={street}>
          {({ id, name }) => <Editions key={id} streetId={id} name={name} reader={session.me.personId} />}
        </Remote>
      )}
    </Page>
  );
}

function Editions({ streetId, name, reader }: { streetId: string; name: string; reader: string }) {
  const pages = usePages(`editions:${streetId}:${reader}`, (before) => editions(streetId, before));
  usePullDownRefresh(() => void pages.reload().finally(stopRefresh));
  return (
    <Remote of={pages.first}>
      {() =>
        pages.items.length === 0 ? (
          <Empty text={`${name}还没有发布周快报、月通报`}>
            <Button kind="secondary" onTap={pages.reload}>
              刷新
            </Button>
          </Empty>
        ) : (
          <View>
            {pages.items.map((edition) => (
              <EditionCard key={edition.id} edition={edition} />
            ))}
            {pages.hasMore && (
              <Button kind="secondary" onTap={pages.more}>
                再看更早的
              </Button>
            )}
          </View>
        )
      }
    </Remote>
  );
}

function EditionCard({ edition }: { edition: EditionRow }) {
  const now = useNow();
  const title = `${daysText(edition)}${edition.label}`;
  const corrected = editionText(edition);
  return (
    <Card
      id={`edition-${edition.id}`}
      title={title}
      aside={corrected === '' ? null : <StateTag text={corrected} tone="warn" />}
      label={[title, corrected].filter(Boolean).join(',')}
      onTap={() => go('reports/read/index', { id: edition.id })}
    >
      <View className="yh-muted">
        {edition.streetName} {dateText(edition.publishedAt, now)}发布
      </View>
    </Card>
  );
}
