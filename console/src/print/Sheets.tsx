import type { ServiceCard, ServicePointView, StickerView } from '@yihu/shared';
import { QRCode } from 'antd';
import { contactsOf, pagesOf, pointLine } from './card.view';
import { Paper } from './Paper';

interface Printed {
  card: ServiceCard;
  sticker: StickerView | null;
}

/** The code that opens the filing form with the grid filled in. */
function Code({ sticker, size }: { sticker: StickerView | null; size: number }) {
  if (sticker === null) return <div className="paper-no-code">还没有码,请先在「张贴码」里制作</div>;
  return (
    <figure className="paper-code">
      {/* Who does not see it is told its number. */}
      <span aria-hidden>
        <QRCode type="svg" value={sticker.link} size={size} errorLevel="Q" bordered={false} />
      </span>
      <figcaption>码号 {sticker.id}</figcaption>
    </figure>
  );
}

function Contacts({ card }: { card: ServiceCard }) {
  return (
    <table className="paper-contacts">
      <tbody>
        {contactsOf(card).map(({ role, name, phone }) => (
          <tr key={`${role}-${name}`}>
            <th scope="row">{role}</th>
            <td>{name}</td>
            <td className="paper-phone">{phone}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pictures({ card }: { card: ServiceCard }) {
  const pictures = [
    { url: card.wechatUrl, label: '加微信' },
    { url: card.qqUrl, label: '加 QQ' },
  ];
  return pictures.map(({ url, label }) =>
    url === null ? null : (
      <figure key={label} className="paper-code">
        <img src={url} alt={`${card.grid.name}的${label}码`} />
        <figcaption>{label}</figcaption>
      </figure>
    ),
  );
}

/** 明白纸: one A4 page for a grid. */
export function Sheet({ card, sticker, points }: Printed & { points: readonly ServicePointView[] }) {
  return (
    <Paper label="明白纸">
      <article className="paper-a4">
        <header>
          <h1>诉求服务明白纸</h1>
          <p className="paper-where">
            {card.street.name} · {card.community.name} · {card.grid.name}(编号 {card.grid.code})
          </p>
        </header>
        <section className="paper-ways">
          <Code sticker={sticker} size={220} />
          <div>
            <h2>三种办法,选一种就行</h2>
            <ol>
              <li>
                <b>微信扫码</b>:地点已填好,拍照或说一说就能提交,随时看办到哪一步。
              </li>
              <li>
                <b>打电话</b>:{card.street.name}热线办 <b>{card.officePhone}</b>,或 12345。
              </li>
              <li>
                <b>找人</b>:下面的网格长、社区书记,当面说也会登记。
              </li>
            </ol>
            <p className="paper-note">提交后给您一个编号和答复日期;没有解决,可以要求重办。</p>
          </div>
        </section>
        <section>
          <h2>找谁</h2>
          <Contacts card={card} />
          {card.note !== '' && <p className="paper-note">{card.note}</p>}
        </section>
        <section className="paper-pictures">
          <Pictures card={card} />
        </section>
        {points.length > 0 && (
          <section>
            <h2>可以去的地方</h2>
            <ul className="paper-points">
              {points.map((point) => (
                <li key={point.id}>
                  <b>{point.name}</b> {pointLine(point)}
                </li>
              ))}
            </ul>
          </section>
        )}
        <footer>有人身危险、着火、急病、交通事故,请直接拨 110、119、120、122。</footer>
      </article>
    </Paper>
  );
}

/** 便民服务卡: two to an A4 page. */
export function CardSheet({ card, sticker }: Printed) {
  return (
    <Paper label="便民服务卡">
      <article className="paper-a4 paper-two">
        {['上', '下'].map((half) => (
          <div key={half} className="paper-card">
            <header>
              <h1>便民服务卡</h1>
              <p className="paper-where">
                {card.street.name} {card.community.name} {card.grid.name}
              </p>
            </header>
            <div className="paper-ways">
              <div>
                <Contacts card={card} />
                {card.note !== '' && <p className="paper-note">{card.note}</p>}
              </div>
              <div className="paper-codes">
                <Code sticker={sticker} size={150} />
                <Pictures card={card} />
              </div>
            </div>
            <footer>扫码反映问题,地点已填好 · 热线办 {card.officePhone}</footer>
          </div>
        ))}
      </article>
    </Paper>
  );
}

/** A code each, eight to an A4 page, to be cut apart and put up. */
export function QrSheets({ stickers, street }: { stickers: readonly StickerView[]; street: string }) {
  return (
    <Paper label="张贴码">
      {pagesOf(stickers).map((page) => (
        <article key={page[0]?.id} className="paper-a4 paper-eight">
          {page.map((sticker) => (
            <div key={sticker.id} className="paper-sticker">
              <Code sticker={sticker} size={150} />
              <div>
                <h2>有事扫码说</h2>
                <p>{sticker.gridName}</p>
                <p>{sticker.label}</p>
                <p className="paper-note">{street}热线办收,给编号,给日期</p>
              </div>
            </div>
          ))}
        </article>
      ))}
    </Paper>
  );
}
