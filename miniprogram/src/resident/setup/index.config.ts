export default definePageConfig({ navigationBarTitleText: '首次安装' });
