export default definePageConfig({ navigationBarTitleText: '一呼即应' });
