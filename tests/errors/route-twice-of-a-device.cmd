leadroute -a route-twice-of-a-device.agreement /dev/null
