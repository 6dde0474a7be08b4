<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar">
<context>
    <name>Age</name>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>أقل من يوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومان</numerusform>
            <numerusform>%n أيام</numerusform>
            <numerusform>%n يومًا</numerusform>
            <numerusform>%n يوم</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>أقل من ساعة</numerusform>
            <numerusform>ساعة واحدة</numerusform>
            <numerusform>ساعتان</numerusform>
            <numerusform>%n ساعات</numerusform>
            <numerusform>%n ساعة</numerusform>
            <numerusform>%n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>أقل من دقيقة</numerusform>
            <numerusform>دقيقة واحدة</numerusform>
            <numerusform>دقيقتان</numerusform>
            <numerusform>%n دقائق</numerusform>
            <numerusform>%n دقيقة</numerusform>
            <numerusform>%n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>أقل من ثانية</numerusform>
            <numerusform>ثانية واحدة</numerusform>
            <numerusform>ثانيتان</numerusform>
            <numerusform>%n ثوانٍ</numerusform>
            <numerusform>%n ثانية</numerusform>
            <numerusform>%n ثانية</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message numerus="yes">
        <source>%n lane(s) not heard yet</source>
        <translation>
            <numerusform>كل المسارات معروفة</numerusform>
            <numerusform>مسار واحد لم يُسمع منه بعد</numerusform>
            <numerusform>مساران لم يُسمع منهما بعد</numerusform>
            <numerusform>%n مسارات لم يُسمع منها بعد</numerusform>
            <numerusform>%n مسارًا لم يُسمع منها بعد</numerusform>
            <numerusform>%n مسار لم يُسمع منها بعد</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) wait to be sent</source>
        <translation>
            <numerusform>لا حركات في انتظار الإرسال</numerusform>
            <numerusform>حركة واحدة في انتظار الإرسال</numerusform>
            <numerusform>حركتان في انتظار الإرسال</numerusform>
            <numerusform>%n حركات في انتظار الإرسال</numerusform>
            <numerusform>%n حركة في انتظار الإرسال</numerusform>
            <numerusform>%n حركة في انتظار الإرسال</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n permit(s) left at two lanes today. Tell the second line</source>
        <translation>
            <numerusform>لا تصاريح غادرت مرتين</numerusform>
            <numerusform>تصريح غادر من مسارين اليوم. أبلغ الخط الثاني</numerusform>
            <numerusform>تصريحان غادرا من مسارين اليوم. أبلغ الخط الثاني</numerusform>
            <numerusform>%n تصاريح غادرت من مسارين اليوم. أبلغ الخط الثاني</numerusform>
            <numerusform>%n تصريحًا غادرت من مسارين اليوم. أبلغ الخط الثاني</numerusform>
            <numerusform>%n تصريح غادرت من مسارين اليوم. أبلغ الخط الثاني</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>لا شيء للإرسال</numerusform>
            <numerusform>حركة للإرسال</numerusform>
            <numerusform>حركتان للإرسال</numerusform>
            <numerusform>%n حركات للإرسال</numerusform>
            <numerusform>%n حركة للإرسال</numerusform>
            <numerusform>%n حركة للإرسال</numerusform>
        </translation>
    </message>
    <message>
        <source>A demonstration: nobody here is real</source>
        <translation>عرض تجريبي: كل الأشخاص هنا غير حقيقيين</translation>
    </message>
    <message numerus="yes">
        <source>All %n lane(s) of the port are known here</source>
        <translation>
            <numerusform>لا مسارات في المنفذ</numerusform>
            <numerusform>مسار المنفذ الوحيد معروف هنا</numerusform>
            <numerusform>مسارا المنفذ معروفان هنا</numerusform>
            <numerusform>مسارات المنفذ كلها (%n) معروفة هنا</numerusform>
            <numerusform>مسارات المنفذ كلها (%n) معروفة هنا</numerusform>
            <numerusform>مسارات المنفذ كلها (%n) معروفة هنا</numerusform>
        </translation>
    </message>
    <message>
        <source>All sent</source>
        <translation>أُرسل الكل</translation>
    </message>
    <message>
        <source>Cairo time</source>
        <translation>توقيت القاهرة</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Camera opens</source>
        <translation>فتح الكاميرا</translation>
    </message>
    <message>
        <source>Clock wrong</source>
        <translation>الساعة خاطئة</translation>
    </message>
    <message>
        <source>Companies and programmes</source>
        <translation>الشركات والبرامج</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>جارٍ الاتصال</translation>
    </message>
    <message numerus="yes">
        <source>Damaged records in %n scan(s) of the last day</source>
        <translation>
            <numerusform>لا سجلات تالفة في مسح اليوم الأخير</numerusform>
            <numerusform>سجلات تالفة في عملية مسح واحدة خلال اليوم الأخير</numerusform>
            <numerusform>سجلات تالفة في عمليتي مسح خلال اليوم الأخير</numerusform>
            <numerusform>سجلات تالفة في %n عمليات مسح خلال اليوم الأخير</numerusform>
            <numerusform>سجلات تالفة في %n عملية مسح خلال اليوم الأخير</numerusform>
            <numerusform>سجلات تالفة في %n عملية مسح خلال اليوم الأخير</numerusform>
        </translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>ألوان داكنة</translation>
    </message>
    <message>
        <source>Data {age}</source>
        <translation>عمر البيانات {age}</translation>
    </message>
    <message>
        <source>Data …</source>
        <translation>البيانات …</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>عرض تجريبي</translation>
    </message>
    <message>
        <source>Departing</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>English</source>
        <translation>⁦English⁩</translation>
    </message>
    <message>
        <source>Film ended</source>
        <translation>انتهى التسجيل</translation>
    </message>
    <message>
        <source>Lane alone</source>
        <translation>المسار وحده</translation>
    </message>
    <message>
        <source>Lane works: {direction}. Change</source>
        <translation>اتجاه المسار: {direction}. تغيير</translation>
    </message>
    <message>
        <source>Lanes {heard}/{lanes}</source>
        <translation>المسارات {heard}/{lanes}</translation>
    </message>
    <message numerus="yes">
        <source>Left twice: %n</source>
        <translation>
            <numerusform>غادر مرتين: %n</numerusform>
            <numerusform>غادر مرتين: %n</numerusform>
            <numerusform>غادر مرتين: %n</numerusform>
            <numerusform>غادر مرتين: %n</numerusform>
            <numerusform>غادر مرتين: %n</numerusform>
            <numerusform>غادر مرتين: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>ألوان فاتحة</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>لا كاميرا</translation>
    </message>
    <message>
        <source>No camera is set: use the scanner or type</source>
        <translation>لم تُحدد كاميرا: استخدم القارئ أو اكتب الرقم</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>لا بيانات</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>بدون اسم</translation>
    </message>
    <message>
        <source>No scanner</source>
        <translation>لا قارئ</translation>
    </message>
    <message>
        <source>Officer: {name}. Change</source>
        <translation>الضابط: {name}. تغيير</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Permit records</source>
        <translation>سجلات التصاريح</translation>
    </message>
    <message>
        <source>Returning</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Revocations</source>
        <translation>قوائم الإلغاء</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>القارئ</translation>
    </message>
    <message>
        <source>Scanner …</source>
        <translation>القارئ …</translation>
    </message>
    <message>
        <source>Tell IT</source>
        <translation>أبلغ الدعم الفني</translation>
    </message>
    <message>
        <source>The age of the data is not known yet</source>
        <translation>عمر البيانات غير معروف بعد</translation>
    </message>
    <message>
        <source>The camera gives no picture. Use the scanner or type, and call IT</source>
        <translation>الكاميرا لا تعطي صورة. استخدم القارئ أو اكتب الرقم واتصل بالدعم الفني</translation>
    </message>
    <message>
        <source>The camera is being opened</source>
        <translation>جارٍ فتح الكاميرا</translation>
    </message>
    <message>
        <source>The camera reads</source>
        <translation>الكاميرا تقرأ</translation>
    </message>
    <message>
        <source>The film or folder has no more pictures</source>
        <translation>لا مزيد من الصور في التسجيل أو المجلد</translation>
    </message>
    <message>
        <source>The port&apos;s hub does not answer. Scanning goes on, but who leaves at another lane meanwhile is not known here. Tell IT</source>
        <translation>موزّع المنفذ لا يرد. المسح مستمر، لكن من يغادر من مسار آخر لا يُعرف هنا. أبلغ الدعم الفني</translation>
    </message>
    <message>
        <source>The registry answers</source>
        <translation>السجل المركزي متصل</translation>
    </message>
    <message>
        <source>The registry does not answer. Scanning goes on</source>
        <translation>السجل المركزي لا يرد. المسح مستمر</translation>
    </message>
    <message>
        <source>The registry has every movement of this lane</source>
        <translation>وصلت كل حركات هذا المسار إلى السجل المركزي</translation>
    </message>
    <message>
        <source>The registry has not been asked yet</source>
        <translation>لم يُسأل السجل المركزي بعد</translation>
    </message>
    <message>
        <source>The serial scanner does not answer. Use the camera or type, and call IT</source>
        <translation>القارئ التسلسلي لا يجيب. استخدم الكاميرا أو الكتابة واتصل بالدعم الفني</translation>
    </message>
    <message>
        <source>The serial scanner is being looked for</source>
        <translation>جارٍ البحث عن القارئ التسلسلي</translation>
    </message>
    <message>
        <source>The serial scanner reads</source>
        <translation>القارئ التسلسلي يعمل</translation>
    </message>
    <message>
        <source>This computer&apos;s clock cannot be right. Call IT</source>
        <translation>ساعة هذا الجهاز غير صحيحة. اتصل بالدعم الفني</translation>
    </message>
    <message>
        <source>To send …</source>
        <translation>للإرسال …</translation>
    </message>
    <message>
        <source>What waits to be sent is not known yet</source>
        <translation>عدد الحركات في انتظار الإرسال غير معروف بعد</translation>
    </message>
    <message>
        <source>ageing</source>
        <translation>بدأت تتقادم</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>حديثة</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>غير موجودة</translation>
    </message>
    <message>
        <source>stale: pilgrims are referred</source>
        <translation>قديمة: يُحال المعتمرون</translation>
    </message>
    <message>
        <source>too old to clear anyone</source>
        <translation>أقدم من أن يُسمح بها لأحد</translation>
    </message>
    <message>
        <source>{name}: {age}, {grade}</source>
        <translation>{name}: {age}، {grade}</translation>
    </message>
    <message>
        <source>{name}: {grade}</source>
        <translation>{name}: {grade}</translation>
    </message>
    <message>
        <source>العربية</source>
        <translation>العربية</translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Hold it closer</source>
        <translation>قرّبها أكثر</translation>
    </message>
    <message>
        <source>Hold it flatter</source>
        <translation>اجعلها مستوية</translation>
    </message>
    <message>
        <source>Hold it still</source>
        <translation>ثبّت يدك</translation>
    </message>
    <message>
        <source>More light</source>
        <translation>زد الإضاءة</translation>
    </message>
    <message>
        <source>No camera is set</source>
        <translation>لم تُحدد كاميرا</translation>
    </message>
    <message>
        <source>The camera gives no picture</source>
        <translation>الكاميرا لا تعطي صورة</translation>
    </message>
    <message>
        <source>The camera opens …</source>
        <translation>جارٍ فتح الكاميرا …</translation>
    </message>
    <message>
        <source>The scanner and typing work</source>
        <translation>القارئ والكتابة يعملان</translation>
    </message>
    <message>
        <source>Tilt it out of the glare</source>
        <translation>أمِلها بعيدًا عن الوهج</translation>
    </message>
    <message>
        <source>Use the scanner or type. The camera is tried again</source>
        <translation>استخدم القارئ أو اكتب الرقم. تُعاد محاولة فتح الكاميرا</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n departure(s) recorded automatically</source>
        <translation>
            <numerusform>لا مغادرات مسجلة تلقائيًا</numerusform>
            <numerusform>مغادرة واحدة مسجلة تلقائيًا</numerusform>
            <numerusform>مغادرتان مسجلتان تلقائيًا</numerusform>
            <numerusform>%n مغادرات مسجلة تلقائيًا</numerusform>
            <numerusform>%n مغادرة مسجلة تلقائيًا</numerusform>
            <numerusform>%n مغادرة مسجلة تلقائيًا</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) not sent yet</source>
        <translation>
            <numerusform>لا حركات في انتظار الإرسال</numerusform>
            <numerusform>حركة واحدة لم تُرسل بعد</numerusform>
            <numerusform>حركتان لم تُرسلا بعد</numerusform>
            <numerusform>%n حركات لم تُرسل بعد</numerusform>
            <numerusform>%n حركة لم تُرسل بعد</numerusform>
            <numerusform>%n حركة لم تُرسل بعد</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>لا رحلات أخرى</numerusform>
            <numerusform>رحلة أخرى</numerusform>
            <numerusform>رحلتان أخريان</numerusform>
            <numerusform>%n رحلات أخرى</numerusform>
            <numerusform>%n رحلة أخرى</numerusform>
            <numerusform>%n رحلة أخرى</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>لا عمليات مسح</numerusform>
            <numerusform>عملية مسح واحدة</numerusform>
            <numerusform>عمليتا مسح</numerusform>
            <numerusform>%n عمليات مسح</numerusform>
            <numerusform>%n عملية مسح</numerusform>
            <numerusform>%n عملية مسح</numerusform>
        </translation>
    </message>
    <message>
        <source>As of {time}</source>
        <translation>حتى الساعة {time}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Back to the lane</source>
        <translation>العودة إلى المسار</translation>
    </message>
    <message>
        <source>By flight</source>
        <translation>حسب الرحلة</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>حسب الساعة</translation>
    </message>
    <message>
        <source>By hour: no departures or returns</source>
        <translation>حسب الساعة: لا مغادرات ولا عودات</translation>
    </message>
    <message>
        <source>By hour: {departed} departed, {returned} returned; busiest hour {hour}</source>
        <translation>حسب الساعة: مغادرة {departed}، عودة {returned}؛ ساعة الذروة {hour}</translation>
    </message>
    <message>
        <source>By sailing</source>
        <translation>حسب الإبحار</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Export the day</source>
        <translation>تصدير أرقام اليوم</translation>
    </message>
    <message>
        <source>Flight not known</source>
        <translation>رحلة غير معروفة</translation>
    </message>
    <message>
        <source>How scans were answered: {scans}</source>
        <translation>نتائج المسح: {scans}</translation>
    </message>
    <message>
        <source>Last scans at this lane</source>
        <translation>آخر عمليات المسح في هذا المسار</translation>
    </message>
    <message>
        <source>No flights yet</source>
        <translation>لا رحلات بعد</translation>
    </message>
    <message>
        <source>No sailings yet</source>
        <translation>لا رحلات بحرية بعد</translation>
    </message>
    <message>
        <source>No scans yet</source>
        <translation>لا عمليات مسح بعد</translation>
    </message>
    <message>
        <source>Nobody has passed here today yet</source>
        <translation>لم يمر أحد هنا اليوم بعد</translation>
    </message>
    <message>
        <source>Nobody passed here on this day</source>
        <translation>لم يمر أحد هنا في هذا اليوم</translation>
    </message>
    <message>
        <source>Provisional: other lanes have not reported</source>
        <translation>أرقام مؤقتة: مسارات أخرى لم تُبلغ بعد</translation>
    </message>
    <message>
        <source>Provisional: {heard} of {lanes} lanes are known</source>
        <translation>أرقام مؤقتة: المسارات المعلومة {heard} من {lanes}</translation>
    </message>
    <message>
        <source>Sailing not known</source>
        <translation>رحلة بحرية غير معروفة</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>جدول (*.csv)</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>اليوم التالي</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>اليوم السابق</translation>
    </message>
    <message>
        <source>The day, {date}</source>
        <translation>اليوم، {date}</translation>
    </message>
    <message>
        <source>The whole day</source>
        <translation>اليوم كاملًا</translation>
    </message>
    <message>
        <source>under {number}%</source>
        <translation>أقل من {number}٪</translation>
    </message>
    <message>
        <source>{count} ({percent})</source>
        <translation>{count} ({percent})</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}٪</translation>
    </message>
    <message>
        <source>{service}: {departed} departed, {returned} returned</source>
        <translation>{service}: مغادرة {departed}، عودة {returned}</translation>
    </message>
    <message>
        <source>{start} to {end}: {departed} departed, {returned} returned</source>
        <translation>من {start} إلى {end}: مغادرة {departed}، عودة {returned}</translation>
    </message>
</context>
<context>
    <name>DeskCard</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>companies and programmes</source>
        <translation>الشركات والبرامج</translation>
    </message>
    <message>
        <source>date of birth</source>
        <translation>تاريخ الميلاد</translation>
    </message>
    <message>
        <source>name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>no rule is in force today</source>
        <translation>لا قاعدة سارية اليوم</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>غير مسجل</translation>
    </message>
    <message>
        <source>passport number</source>
        <translation>رقم جواز السفر</translation>
    </message>
    <message>
        <source>permit number</source>
        <translation>رقم التصريح</translation>
    </message>
    <message>
        <source>permit records</source>
        <translation>سجلات التصاريح</translation>
    </message>
    <message>
        <source>revocations</source>
        <translation>قوائم الإلغاء</translation>
    </message>
    <message>
        <source>rule “{rule}”</source>
        <translation>القاعدة «{rule}»</translation>
    </message>
    <message>
        <source>sex</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>the Saudi agent is cancelled</source>
        <translation>الوكيل السعودي ملغى</translation>
    </message>
    <message>
        <source>the Saudi agent is suspended</source>
        <translation>الوكيل السعودي موقوف</translation>
    </message>
    <message>
        <source>the Saudi agent&apos;s state is not known</source>
        <translation>حالة الوكيل السعودي غير معروفة</translation>
    </message>
    <message>
        <source>the company&apos;s state is not known</source>
        <translation>حالة الشركة غير معروفة</translation>
    </message>
    <message>
        <source>the programme is cancelled</source>
        <translation>البرنامج ملغى</translation>
    </message>
    <message>
        <source>the programme is suspended</source>
        <translation>البرنامج موقوف</translation>
    </message>
    <message>
        <source>the programme&apos;s state is not known</source>
        <translation>حالة البرنامج غير معروفة</translation>
    </message>
    <message>
        <source>this is print no. {shown}</source>
        <translation>هذه النسخة رقم {shown}</translation>
    </message>
    <message>
        <source>this is print no. {shown}, the newest is no. {newest}</source>
        <translation>هذه النسخة رقم {shown} والأحدث رقم {newest}</translation>
    </message>
    <message>
        <source>this lane has no rules</source>
        <translation>لا قواعد في هذا المسار</translation>
    </message>
    <message>
        <source>this permit&apos;s state is not known</source>
        <translation>حالة هذا التصريح غير معروفة</translation>
    </message>
    <message>
        <source>{check} (order: {order})</source>
        <translation>{check} (القرار: {order})</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Only noted. Let the pilgrim pass</source>
        <translation>للعلم فقط. اسمح بالمرور</translation>
    </message>
    <message>
        <source>The departure stands. Another person: second line</source>
        <translation>المغادرة مسجلة. إن كان شخصًا آخر فالخط الثاني</translation>
    </message>
    <message>
        <source>{sentence}: {detail}</source>
        <translation>{sentence}: {detail}</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>Earlier</source>
        <translation>ما سبق</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>الملاحظات</translation>
    </message>
    <message>
        <source>Nothing new was found</source>
        <translation>لا ملاحظات جديدة</translation>
    </message>
    <message>
        <source>Nothing stands against this permit</source>
        <translation>لا ملاحظات على هذا التصريح</translation>
    </message>
    <message>
        <source>The verdict comes with the whole code</source>
        <translation>تظهر النتيجة بعد قراءة الرمز كاملًا</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>18 digits, typed or scanned</source>
        <translation>18 رقمًا، بالكتابة أو بالمسح</translation>
    </message>
    <message>
        <source>A barcode scanner only</source>
        <translation>قارئ الباركود فقط</translation>
    </message>
    <message>
        <source>A barcode scanner works in any case. Both can change later.</source>
        <translation>قارئ الباركود يعمل في كل الأحوال. ويمكن تغيير الاثنين لاحقًا.</translation>
    </message>
    <message>
        <source>A digit of the code is wrong; check each group</source>
        <translation>في الرمز رقم خاطئ؛ راجع كل مجموعة</translation>
    </message>
    <message>
        <source>A video file, or a folder of pictures</source>
        <translation>ملف فيديو أو مجلد صور</translation>
    </message>
    <message>
        <source>Airport</source>
        <translation>مطار</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>استعراض…</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>الكاميرا {number}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>اختر مجلد صور</translation>
    </message>
    <message>
        <source>Choose a language</source>
        <translation>اختر اللغة</translation>
    </message>
    <message>
        <source>Choose a port</source>
        <translation>اختر المنفذ</translation>
    </message>
    <message>
        <source>Choose a video file</source>
        <translation>اختر ملف فيديو</translation>
    </message>
    <message>
        <source>Choose a video file or a folder</source>
        <translation>اختر ملف فيديو أو مجلدًا</translation>
    </message>
    <message>
        <source>Choose the registry&apos;s root file</source>
        <translation>اختر ملف جذر الثقة للسجل المركزي</translation>
    </message>
    <message>
        <source>Compare these numbers with the registry&apos;s before the first pilgrim.</source>
        <translation>قارن هذه الأرقام بما لدى السجل المركزي قبل أول معتمر.</translation>
    </message>
    <message>
        <source>Connect to the registry</source>
        <translation>الاتصال بالسجل المركزي</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>جارٍ الاتصال</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>تسجيل</translation>
    </message>
    <message>
        <source>Enrolment code</source>
        <translation>رمز التسجيل</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>ملف…</translation>
    </message>
    <message>
        <source>Fingerprint of this device</source>
        <translation>بصمة هذا الجهاز</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>مجلد…</translation>
    </message>
    <message>
        <source>For example registry.example</source>
        <translation>مثال: ⁦registry.example⁩</translation>
    </message>
    <message>
        <source>IT gives you the address, the one-time code and the file.</source>
        <translation>يعطيك الدعم الفني العنوان والرمز والملف.</translation>
    </message>
    <message>
        <source>It can be changed later with F11.</source>
        <translation>يمكن تغييرها لاحقًا بالمفتاح ⁦F11⁩.</translation>
    </message>
    <message>
        <source>It is written with every outcome</source>
        <translation>يُكتب مع كل نتيجة</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>No port has this name or code</source>
        <translation>لا منفذ بهذا الاسم أو الرمز</translation>
    </message>
    <message>
        <source>Officer and camera</source>
        <translation>الضابط والكاميرا</translation>
    </message>
    <message>
        <source>Officer&apos;s name</source>
        <translation>اسم الضابط</translation>
    </message>
    <message>
        <source>Path of video or folder</source>
        <translation>مسار ملف الفيديو أو المجلد</translation>
    </message>
    <message>
        <source>Permits are read by</source>
        <translation>قراءة التصاريح بواسطة</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Port and lane</source>
        <translation>المنفذ والمسار</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>المنافذ</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>السجل المركزي</translation>
    </message>
    <message>
        <source>Registry&apos;s address</source>
        <translation>عنوان السجل المركزي</translation>
    </message>
    <message>
        <source>Registry&apos;s root file</source>
        <translation>ملف جذر الثقة للسجل المركزي</translation>
    </message>
    <message>
        <source>Root file (*.json)</source>
        <translation>ملف الجذر (*.json)</translation>
    </message>
    <message>
        <source>Seaport</source>
        <translation>ميناء</translation>
    </message>
    <message>
        <source>Search by name or code</source>
        <translation>ابحث بالاسم أو الرمز</translation>
    </message>
    <message>
        <source>Setting up this lane</source>
        <translation>إعداد هذا المسار</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Step {number}, {name}: done</source>
        <translation>الخطوة {number}، {name}: تمت</translation>
    </message>
    <message>
        <source>Step {number}, {name}: now</source>
        <translation>الخطوة {number}، {name}: الحالية</translation>
    </message>
    <message>
        <source>Step {number}, {name}: to come</source>
        <translation>الخطوة {number}، {name}: لاحقة</translation>
    </message>
    <message>
        <source>That is too long; shorten it</source>
        <translation>هذا أطول من المسموح؛ اختصره</translation>
    </message>
    <message>
        <source>The code has 18 digits; some are missing</source>
        <translation>الرمز من 18 رقمًا؛ بعضها ناقص</translation>
    </message>
    <message>
        <source>The enrolment code is good for this port and lane only.</source>
        <translation>رمز التسجيل صالح لهذا المنفذ وهذا المسار فقط.</translation>
    </message>
    <message>
        <source>The file root.json that came with this program</source>
        <translation>الملف ⁦root.json⁩ المرفق مع البرنامج</translation>
    </message>
    <message>
        <source>The number on the counter, for example 2</source>
        <translation>الرقم المكتوب على المسار، مثل 2</translation>
    </message>
    <message>
        <source>This is a demonstration&apos;s registry</source>
        <translation>هذا سجل مركزي لعرض تجريبي</translation>
    </message>
    <message>
        <source>This is not an address; check its spelling</source>
        <translation>هذا ليس عنوانًا؛ راجع كتابته</translation>
    </message>
    <message>
        <source>This lane is enrolled</source>
        <translation>تم تسجيل هذا المسار</translation>
    </message>
    <message>
        <source>This may take a minute. Nothing that you typed is lost.</source>
        <translation>قد يستغرق ذلك دقيقة. لن يُفقد شيء مما كتبته.</translation>
    </message>
    <message>
        <source>Type the enrolment code</source>
        <translation>اكتب رمز التسجيل</translation>
    </message>
    <message>
        <source>Type the lane&apos;s number</source>
        <translation>اكتب رقم المسار</translation>
    </message>
    <message>
        <source>Type the officer&apos;s name</source>
        <translation>اكتب اسم الضابط</translation>
    </message>
    <message>
        <source>Type the registry&apos;s address</source>
        <translation>اكتب عنوان السجل المركزي</translation>
    </message>
    <message>
        <source>Where is this lane?</source>
        <translation>أين هذا المسار؟</translation>
    </message>
    <message>
        <source>Which language do you read?</source>
        <translation>بأي لغة تقرأ؟</translation>
    </message>
    <message>
        <source>Who is at it, and what reads the permits?</source>
        <translation>من الضابط، وبماذا تُقرأ التصاريح؟</translation>
    </message>
    <message>
        <source>{port}, lane {lane}</source>
        <translation>{port}، المسار {lane}</translation>
    </message>
</context>
<context>
    <name>HintsPanel</name>
    <message>
        <source>Hold it flat before the camera or the scanner</source>
        <translation>ضعه مستويًا أمام الكاميرا أو القارئ</translation>
    </message>
    <message>
        <source>Swipe it, and its permit opens</source>
        <translation>مرره فيُفتح تصريحه</translation>
    </message>
    <message>
        <source>The barcode</source>
        <translation>الرمز</translation>
    </message>
    <message>
        <source>The number</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>The passport</source>
        <translation>جواز السفر</translation>
    </message>
    <message>
        <source>Type it on the number keys. No permit at all:&#xa0;F6</source>
        <translation>اكتبه بمفاتيح الأرقام. وبدون أي تصريح:&#xa0;⁦F6⁩</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Defer</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Depart</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>No barcode</source>
        <translation>بدون رمز</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث التصريح</translation>
    </message>
    <message>
        <source>Refuse, second line</source>
        <translation>رفض، الخط الثاني</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Second line</source>
        <translation>الخط الثاني</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>العربية</source>
        <translation>⁦English⁩</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Lane {lane}</source>
        <translation>المسار {lane}</translation>
    </message>
</context>
<context>
    <name>LaneWindow</name>
    <message>
        <source>Umrah checkpoint</source>
        <translation>منفذ العمرة</translation>
    </message>
</context>
<context>
    <name>LastScans</name>
    <message>
        <source>Enter takes the scan back, within two minutes</source>
        <translation>مفتاح الإدخال يتراجع عن المسح خلال دقيقتين</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>آخر عمليات المسح</translation>
    </message>
    <message>
        <source>No scan yet at this lane</source>
        <translation>لا عمليات مسح بعد في هذا المسار</translation>
    </message>
</context>
<context>
    <name>Moment</name>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}، {time}</translation>
    </message>
</context>
<context>
    <name>Movement</name>
    <message>
        <source>Deferred</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Departed</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>Referred</source>
        <translation>إحالة</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>تراجع</translation>
    </message>
</context>
<context>
    <name>NoBarcode</name>
    <message>
        <source>Another kind, or not known</source>
        <translation>نوع آخر أو غير معروف</translation>
    </message>
    <message>
        <source>Answer by this visa</source>
        <translation>النتيجة بهذه التأشيرة</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مطابقة</translation>
    </message>
    <message>
        <source>Find permit</source>
        <translation>بحث عن التصريح</translation>
    </message>
    <message>
        <source>Kind of visa</source>
        <translation>نوع التأشيرة</translation>
    </message>
    <message>
        <source>Last four of the passport shown</source>
        <translation>آخر أربع خانات من الجواز المقدَّم</translation>
    </message>
    <message>
        <source>No barcode</source>
        <translation>بدون رمز</translation>
    </message>
    <message>
        <source>No permit at all: the visa</source>
        <translation>بدون أي تصريح: التأشيرة</translation>
    </message>
    <message>
        <source>One digit is wrong: compare with the paper</source>
        <translation>رقم واحد خاطئ: قارن بالورقة</translation>
    </message>
    <message>
        <source>Open permit</source>
        <translation>فتح التصريح</translation>
    </message>
    <message>
        <source>Or the passport</source>
        <translation>أو جواز السفر</translation>
    </message>
    <message>
        <source>Passport number</source>
        <translation>رقم جواز السفر</translation>
    </message>
    <message>
        <source>Permit number</source>
        <translation>رقم التصريح</translation>
    </message>
    <message>
        <source>Swipe it, or type its number</source>
        <translation>مرره أو اكتب رقمه</translation>
    </message>
    <message>
        <source>{all} digits</source>
        <translation>{all} رقمًا</translation>
    </message>
    <message>
        <source>{count} of {all} digits</source>
        <translation>{count} من {all} رقمًا</translation>
    </message>
</context>
<context>
    <name>OfficerCard</name>
    <message>
        <source>Officer at this lane</source>
        <translation>ضابط هذا المسار</translation>
    </message>
    <message>
        <source>Officer&apos;s name</source>
        <translation>اسم الضابط</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>استلام</translation>
    </message>
    <message>
        <source>The name goes with every movement from now on</source>
        <translation>يُكتب الاسم مع كل حركة من الآن</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Before: {who} deferred, recorded automatically</source>
        <translation>قبله {who}: سُجل التأجيل تلقائيًا</translation>
    </message>
    <message>
        <source>Before: {who} departed, recorded automatically</source>
        <translation>قبله {who}: سُجلت المغادرة تلقائيًا</translation>
    </message>
    <message>
        <source>Before: {who} referred, recorded automatically</source>
        <translation>قبله {who}: سُجلت الإحالة تلقائيًا</translation>
    </message>
    <message>
        <source>Before: {who} refused, recorded automatically</source>
        <translation>قبله {who}: سُجل الرفض تلقائيًا</translation>
    </message>
    <message>
        <source>Before: {who} returned, recorded automatically</source>
        <translation>قبله {who}: سُجلت العودة تلقائيًا</translation>
    </message>
    <message>
        <source>Deferral recorded at {time}</source>
        <translation>سُجل التأجيل الساعة {time}</translation>
    </message>
    <message>
        <source>Departure recorded at {time}</source>
        <translation>سُجلت المغادرة الساعة {time}</translation>
    </message>
    <message>
        <source>Nothing needs to be recorded</source>
        <translation>لا حاجة إلى تسجيل</translation>
    </message>
    <message>
        <source>Nothing new is recorded</source>
        <translation>لم يُسجَّل جديد</translation>
    </message>
    <message>
        <source>Nothing recorded yet: press a key</source>
        <translation>لم يُسجل شيء بعد: اضغط مفتاحًا</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>لم يُسجل شيء</translation>
    </message>
    <message>
        <source>Referral recorded at {time}</source>
        <translation>سُجلت الإحالة الساعة {time}</translation>
    </message>
    <message>
        <source>Refusal recorded at {time}</source>
        <translation>سُجل الرفض الساعة {time}</translation>
    </message>
    <message>
        <source>Return recorded at {time}</source>
        <translation>سُجلت العودة الساعة {time}</translation>
    </message>
    <message>
        <source>Taken back at {time}</source>
        <translation>تم التراجع الساعة {time}</translation>
    </message>
    <message>
        <source>Without a key, the next scan records the deferral</source>
        <translation>بدون مفتاح يسجل المسح التالي التأجيل</translation>
    </message>
    <message>
        <source>Without a key, the next scan records the departure</source>
        <translation>بدون مفتاح يسجل المسح التالي المغادرة</translation>
    </message>
    <message>
        <source>Without a key, the next scan records the referral</source>
        <translation>بدون مفتاح يسجل المسح التالي الإحالة</translation>
    </message>
    <message>
        <source>Without a key, the next scan records the refusal</source>
        <translation>بدون مفتاح يسجل المسح التالي الرفض</translation>
    </message>
    <message>
        <source>Without a key, the next scan records the return</source>
        <translation>بدون مفتاح يسجل المسح التالي العودة</translation>
    </message>
    <message>
        <source>the pilgrim</source>
        <translation>معتمر</translation>
    </message>
    <message>
        <source>{recorded}, automatically</source>
        <translation>{recorded} تلقائيًا</translation>
    </message>
</context>
<context>
    <name>Passport</name>
    <message>
        <source>A check digit is wrong, swipe again: {parts}</source>
        <translation>رقم التحقق خاطئ، مرّر الجواز مرة أخرى: {parts}</translation>
    </message>
    <message>
        <source>Names differ, compare. In the passport: {names}</source>
        <translation>الأسماء مختلفة، قارنها. في الجواز: {names}</translation>
    </message>
    <message>
        <source>Not read with certainty, swipe again: {parts}</source>
        <translation>القراءة غير مؤكدة، مرّر الجواز مرة أخرى: {parts}</translation>
    </message>
    <message>
        <source>date of birth</source>
        <translation>تاريخ الميلاد</translation>
    </message>
    <message>
        <source>date of expiry</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>issuing state</source>
        <translation>دولة الإصدار</translation>
    </message>
    <message>
        <source>names</source>
        <translation>الأسماء</translation>
    </message>
    <message>
        <source>nationality</source>
        <translation>الجنسية</translation>
    </message>
    <message>
        <source>number</source>
        <translation>رقم الجواز</translation>
    </message>
    <message>
        <source>personal number</source>
        <translation>الرقم الشخصي</translation>
    </message>
    <message>
        <source>sex</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>the check digit of the whole line</source>
        <translation>رقم تحقق السطر كله</translation>
    </message>
</context>
<context>
    <name>Person</name>
    <message>
        <source>Born</source>
        <translation>تاريخ الميلاد</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>الشركة</translation>
    </message>
    <message>
        <source>Compare the last four</source>
        <translation>قارن آخر أربع خانات</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>أنثى</translation>
    </message>
    <message>
        <source>Flight</source>
        <translation>رحلة الطيران</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>السفر</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>ذكر</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>Not compared yet</source>
        <translation>لم يُطابَق بعد</translation>
    </message>
    <message>
        <source>Not given</source>
        <translation>غير مذكور</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>المنافذ</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>العودة</translation>
    </message>
    <message>
        <source>Sailing</source>
        <translation>الرحلة البحرية</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>The passport matches</source>
        <translation>جواز السفر مطابق</translation>
    </message>
    <message>
        <source>The passport shown is another one</source>
        <translation>جواز السفر المقدَّم غير مطابق</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>صالح حتى</translation>
    </message>
    <message numerus="yes">
        <source>and %n more port(s)</source>
        <translation>
            <numerusform>ولا منافذ أخرى</numerusform>
            <numerusform>ومنفذ آخر</numerusform>
            <numerusform>ومنفذان آخران</numerusform>
            <numerusform>و%n منافذ أخرى</numerusform>
            <numerusform>و%n منفذًا آخر</numerusform>
            <numerusform>و%n منفذ آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>{port} {others}</source>
        <translation>{port} {others}</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Passport</source>
        <translation>جواز السفر</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>التصريح</translation>
    </message>
</context>
<context>
    <name>Port</name>
    <message>
        <source>Port no. {number}</source>
        <translation>منفذ رقم {number}</translation>
    </message>
</context>
<context>
    <name>Scans</name>
    <message>
        <source>{outcome}, automatic</source>
        <translation>{outcome} تلقائية</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Answered here at {time}: {word}</source>
        <translation>النتيجة هنا الساعة {time}: {word}</translation>
    </message>
    <message>
        <source>CLEAR</source>
        <translation>سماح</translation>
    </message>
    <message>
        <source>Deferred at {time}, {lane}</source>
        <translation>تم التأجيل الساعة {time} من {lane}</translation>
    </message>
    <message>
        <source>Departed at {time}, {lane}</source>
        <translation>تمت المغادرة الساعة {time} من {lane}</translation>
    </message>
    <message>
        <source>Hold the code still</source>
        <translation>ثبّت الرمز</translation>
    </message>
    <message>
        <source>Let the pilgrim pass</source>
        <translation>اسمح بالمرور</translation>
    </message>
    <message>
        <source>NEXT</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>NO ANSWER</source>
        <translation>لا إجابة</translation>
    </message>
    <message>
        <source>NOT A PERMIT</source>
        <translation>ليس تصريحًا</translation>
    </message>
    <message>
        <source>NOT READ</source>
        <translation>لم يُقرأ</translation>
    </message>
    <message>
        <source>NOTICE</source>
        <translation>إشعار</translation>
    </message>
    <message>
        <source>OPENING</source>
        <translation>جارٍ الفتح</translation>
    </message>
    <message>
        <source>READING</source>
        <translation>جارٍ القراءة</translation>
    </message>
    <message>
        <source>REFER</source>
        <translation>إحالة</translation>
    </message>
    <message>
        <source>REFUSE</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>RETURN</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Referred at {time}, {lane}</source>
        <translation>تمت الإحالة الساعة {time} من {lane}</translation>
    </message>
    <message>
        <source>Refused at {time}, {lane}</source>
        <translation>تم الرفض الساعة {time} من {lane}</translation>
    </message>
    <message>
        <source>Returned at {time}, {lane}</source>
        <translation>تمت العودة الساعة {time} عبر {lane}</translation>
    </message>
    <message>
        <source>SCANNER FAULT</source>
        <translation>عطل القارئ</translation>
    </message>
    <message>
        <source>SEEN BEFORE</source>
        <translation>سبق مسحه</translation>
    </message>
    <message>
        <source>Scan the permit</source>
        <translation>امسح التصريح</translation>
    </message>
    <message>
        <source>Scanned here at {time}</source>
        <translation>مُسح هنا الساعة {time}</translation>
    </message>
    <message>
        <source>Taken back at {time}, {lane}</source>
        <translation>أُلغيت الحركة الساعة {time} في {lane}</translation>
    </message>
    <message>
        <source>The lane is being opened</source>
        <translation>جارٍ فتح المسار</translation>
    </message>
    <message>
        <source>this lane</source>
        <translation>هذا المسار</translation>
    </message>
</context>
</TS>
