import { Button, Flex } from 'antd';

interface Props {
  /** A list that is read page by page. */
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  id?: string;
}

/** Under a list: the next page of it, while there is one. */
export function More({ pages: { hasNextPage, isFetchingNextPage, fetchNextPage }, id }: Props) {
  if (!hasNextPage) return null;
  return (
    <Flex justify="center" className="desk-more">
      <Button
        loading={isFetchingNextPage}
        onClick={() => void fetchNextPage()}
        {...(id === undefined ? {} : { id })}
      >
        更多
      </Button>
    </Flex>
  );
}
