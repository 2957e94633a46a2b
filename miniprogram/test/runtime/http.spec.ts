import { fakeServer } from '../fake-server.ts';
import { httpAnswers } from './http.ts';

const readFile = async () => new Blob(['jpeg bytes']);

describe('httpAnswers', () => {
  it('sends JSON to the server under test and gives status and text', async () => {
    const server = await fakeServer(() => ({ status: 409, body: { error: { code: 'CONFLICT' } } }));
    const { request } = httpAnswers({ base: server.origin, readFile });
    const args = { url: 'http://built.in:3000/api/x', method: 'POST', data: '{"a":1}', dataType: 'text' };
    const answer = await request?.({ ...args, header: { 'Content-Type': 'application/json' } });
    server.close();
    expect(answer).toMatchObject({ statusCode: 409, data: '{"error":{"code":"CONFLICT"}}' });
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/api/x', type: 'application/json' });
    expect(String(server.seen[0]?.body)).toBe('{"a":1}');
  });

  it('uploads one file as multipart with its name and fields', async () => {
    const server = await fakeServer(() => ({ status: 201, body: { id: 'A1' } }));
    const { uploadFile } = httpAnswers({ base: server.origin, readFile });
    const answer = await uploadFile?.({
      url: 'http://built.in/api/attachments',
      filePath: '/tmp/楼道.jpg',
      name: 'file',
      formData: { purpose: 'ORDER' },
    });
    server.close();
    expect(answer).toMatchObject({ statusCode: 201, data: '{"id":"A1"}' });
    expect(server.seen[0]?.type).toMatch(/^multipart\/form-data/);
    const body = String(server.seen[0]?.body);
    expect(body).toContain('name="file"; filename="楼道.jpg"');
    expect(body).toContain('jpeg bytes');
    expect(body).toContain('ORDER');
  });

  it('fails as WeChat words it when nobody listens', async () => {
    const server = await fakeServer(() => ({ status: 200, body: {} }));
    server.close();
    const { request } = httpAnswers({ base: server.origin, readFile });
    await expect(request?.({ url: 'http://built.in/api/x' })).rejects.toThrow('ERR_FAILED');
  });
});
