export default definePageConfig({ navigationBarTitleText: '更正姓名和电话' });
