export default definePageConfig({ navigationBarTitleText: '热线办', enablePullDownRefresh: true });
