import { Modal } from 'antd';
import { keyText, useKeyLayers } from '../keys';

/** Every key that does something on this screen now. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const layers = useKeyLayers();
  const groups = new Map<string, { key: string; label: string }[]>();
  for (const { group, bindings } of layers) {
    const listed = bindings.filter(({ active }) => active !== false);
    groups.set(group, [...(groups.get(group) ?? []), ...listed]);
  }
  return (
    <Modal open={open} title="快捷键" footer={null} onCancel={onClose} width={720}>
      <div className="desk-keys">
        {[...groups].map(([group, bindings]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bindings.map(({ key, label }) => (
                <div key={`${key} ${label}`}>
                  <dt>
                    <kbd>{keyText(key)}</kbd>
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
