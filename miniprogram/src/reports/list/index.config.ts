export default definePageConfig({ navigationBarTitleText: '周快报、月通报', enablePullDownRefresh: true });
