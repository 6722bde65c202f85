leadfunnel -a funnel-exact-of-yoy.agreement --yoy --exact
