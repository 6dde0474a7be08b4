<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Age</name>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>%n d</numerusform>
            <numerusform>%n d</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message numerus="yes">
        <source>%n lane(s) not heard yet</source>
        <translation>
            <numerusform>%n lane is not heard yet</numerusform>
            <numerusform>%n lanes are not heard yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) wait to be sent</source>
        <translation>
            <numerusform>%n movement waits to be sent</numerusform>
            <numerusform>%n movements wait to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n permit(s) left at two lanes today. Tell the second line</source>
        <translation>
            <numerusform>%n permit left at two lanes today. Tell the second line</numerusform>
            <numerusform>%n permits left at two lanes today. Tell the second line</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n to send</numerusform>
            <numerusform>%n to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n lane(s) of the port are known here</source>
        <translation>
            <numerusform>The port&apos;s lane (%n) is known here</numerusform>
            <numerusform>All %n lanes of the port are known here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Damaged records in %n scan(s) of the last day</source>
        <translation>
            <numerusform>Damaged records in %n scan of the last day</numerusform>
            <numerusform>Damaged records in %n scans of the last day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left twice: %n</source>
        <translation>
            <numerusform>Left twice: %n</numerusform>
            <numerusform>Left twice: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n departure(s) recorded automatically</source>
        <translation>
            <numerusform>%n departure recorded automatically</numerusform>
            <numerusform>%n departures recorded automatically</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) not sent yet</source>
        <translation>
            <numerusform>%n movement not sent yet</numerusform>
            <numerusform>%n movements not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>%n scan</numerusform>
            <numerusform>%n scans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Person</name>
    <message numerus="yes">
        <source>and %n more port(s)</source>
        <translation>
            <numerusform>and %n more port</numerusform>
            <numerusform>and %n more ports</numerusform>
        </translation>
    </message>
</context>
</TS>
