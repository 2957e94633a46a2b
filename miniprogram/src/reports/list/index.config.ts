export default definePageConfig({ navigationBarTitleText: '街道报告', enablePullDownRefresh: true });
