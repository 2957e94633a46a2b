export default definePageConfig({ navigationBarTitleText: '早间一览', enablePullDownRefresh: true });
