export default definePageConfig({ navigationBarTitleText: '登录与设置' });
