export default definePageConfig({ navigationBarTitleText: '流程', enablePullDownRefresh: true });
