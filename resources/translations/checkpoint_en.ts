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
    <name>Help</name>
    <message numerus="yes">
        <source>%n places found</source>
        <translation>
            <numerusform>%n place found</numerusform>
            <numerusform>%n places found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>It</name>
    <message numerus="yes">
        <source>%n movement(s)</source>
        <translation>
            <numerusform>%n movement</numerusform>
            <numerusform>%n movements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) acknowledged</source>
        <translation>
            <numerusform>%n movement acknowledged</numerusform>
            <numerusform>%n movements acknowledged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) on the stick</source>
        <translation>
            <numerusform>%n movement on the stick</numerusform>
            <numerusform>%n movements on the stick</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n permit(s)</source>
        <translation>
            <numerusform>%n permit</numerusform>
            <numerusform>%n permits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) received</source>
        <translation>
            <numerusform>%n record received</numerusform>
            <numerusform>%n records received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) to go</source>
        <translation>
            <numerusform>%n record to go</numerusform>
            <numerusform>%n records to go</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taken in: %n record(s) written</source>
        <translation>
            <numerusform>Taken in: %n record written</numerusform>
            <numerusform>Taken in: %n records written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message numerus="yes">
        <source>%n readings were refused: this post is locked. Unlock, then scan again</source>
        <translation>
            <numerusform>%n reading was refused: this post is locked. Unlock, then scan again</numerusform>
            <numerusform>%n readings were refused: this post is locked. Unlock, then scan again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message numerus="yes">
        <source>%n departures by {service} on {day} will be annulled at every lane.</source>
        <translation>
            <numerusform>%n departure by {service} on {day} will be annulled at every lane.</numerusform>
            <numerusform>%n departures by {service} on {day} will be annulled at every lane.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n departures were annulled.</source>
        <translation>
            <numerusform>%n departure was annulled.</numerusform>
            <numerusform>%n departures were annulled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n orders in force: {list} — the next ends {time}</source>
        <translation>
            <numerusform>%n order in force: {list} — it ends {time}</numerusform>
            <numerusform>%n orders in force: {list} — the next ends {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pilgrims are booked on it, as known here.</source>
        <translation>
            <numerusform>%n pilgrim is booked on it, as known here.</numerusform>
            <numerusform>%n pilgrims are booked on it, as known here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Annul %n departures</source>
        <translation>
            <numerusform>Annul %n departure</numerusform>
            <numerusform>Annul %n departures</numerusform>
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
<context>
    <name>SecondLine</name>
    <message numerus="yes">
        <source>%n more of this programme with the same finding</source>
        <translation>
            <numerusform>%n more of this programme with the same finding</numerusform>
            <numerusform>%n more of this programme with the same finding</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decide %n case(s) together</source>
        <translation>
            <numerusform>Decide %n case together</numerusform>
            <numerusform>Decide %n cases together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Good for %n minute(s)</source>
        <translation>
            <numerusform>Good for %n minute</numerusform>
            <numerusform>Good for %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The window locks when nobody has touched it for %n minutes.</source>
        <translation>
            <numerusform>The window locks when nobody has touched it for %n minute.</numerusform>
            <numerusform>The window locks when nobody has touched it for %n minutes.</numerusform>
        </translation>
    </message>
</context>
</TS>
