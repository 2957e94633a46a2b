export default definePageConfig({ navigationBarTitleText: '导出信息' });
