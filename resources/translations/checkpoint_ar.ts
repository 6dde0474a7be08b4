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
    <name>Answering</name>
    <message>
        <source>A digit was misheard. Have the number read out again</source>
        <translation>سُمع رقم خطأ. اطلب قراءة الرقم من جديد</translation>
    </message>
    <message>
        <source>A supervisor&apos;s word on one case</source>
        <translation>موافقة مشرف على حالة واحدة</translation>
    </message>
    <message>
        <source>Answer only somebody whose voice you know, or whom you call back</source>
        <translation>لا تجب إلا من تعرف صوته أو من تعاود الاتصال به</translation>
    </message>
    <message>
        <source>Ask for the eight signs of the case</source>
        <translation>اسأل عن الخانات الثماني للحالة</translation>
    </message>
    <message>
        <source>Ask for the login of who is calling</source>
        <translation>اسأل المتصل عن اسم دخوله</translation>
    </message>
    <message>
        <source>Case, last eight signs</source>
        <translation>الحالة، آخر ثماني خانات</translation>
    </message>
    <message>
        <source>Make the answer</source>
        <translation>إعداد الرد</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Read out the ten digits and your service number. It is written down</source>
        <translation>اقرأ الأرقام العشرة ورقم خدمتك. ويُسجَّل ذلك</translation>
    </message>
    <message>
        <source>The answer stands here once the number is typed</source>
        <translation>يظهر الرد هنا بعد كتابة الرقم</translation>
    </message>
    <message>
        <source>The number they read out</source>
        <translation>الرقم الذي يقرؤه</translation>
    </message>
    <message>
        <source>Their login</source>
        <translation>اسم دخوله</translation>
    </message>
    <message>
        <source>This port answers for no other</source>
        <translation>هذا المنفذ لا يجيب عن منفذ آخر</translation>
    </message>
    <message>
        <source>To sign in for one shift</source>
        <translation>الدخول لوردية واحدة</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>الغرض</translation>
    </message>
    <message>
        <source>What you read back</source>
        <translation>ما تقرؤه عليه</translation>
    </message>
    <message>
        <source>Who is calling</source>
        <translation>من يتصل</translation>
    </message>
    <message>
        <source>Your service number: {number}</source>
        <translation>رقم خدمتك: {number}</translation>
    </message>
</context>
<context>
    <name>Approval</name>
    <message>
        <source>A supervisor is here</source>
        <translation>المشرف حاضر هنا</translation>
    </message>
    <message>
        <source>A supervisor&apos;s word</source>
        <translation>موافقة مشرف</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>موافقة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>No supervisor here: by telephone</source>
        <translation>لا يوجد مشرف هنا: بالهاتف</translation>
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
    <name>Call</name>
    <message>
        <source>Another number</source>
        <translation>رقم آخر</translation>
    </message>
    <message>
        <source>Answer, ten digits</source>
        <translation>الرد، عشرة أرقام</translation>
    </message>
    <message>
        <source>Ask the duty supervisor for their service number</source>
        <translation>اسأل مشرف المناوبة عن رقم خدمته</translation>
    </message>
    <message>
        <source>Call the duty supervisor and say: {port}, {lane}. I cannot sign in. My login is {login}. Then read out this number:</source>
        <translation>اتصل بمشرف المناوبة وقل: {port}، {lane}. لا أستطيع الدخول. اسم الدخول {login}. ثم اقرأ هذا الرقم:</translation>
    </message>
    <message>
        <source>Call the duty supervisor and say: {port}, {lane}. I need a supervisor&apos;s word on case {reference}. My login is {login}. Then read out this number:</source>
        <translation>اتصل بمشرف المناوبة وقل: {port}، {lane}. أحتاج موافقة مشرف على الحالة {reference}. اسم الدخول {login}. ثم اقرأ هذا الرقم:</translation>
    </message>
    <message>
        <source>Duty supervisor&apos;s service number</source>
        <translation>رقم خدمة مشرف المناوبة</translation>
    </message>
    <message>
        <source>Good for another {time}</source>
        <translation>صالح لمدة {time}</translation>
    </message>
    <message>
        <source>This number has lapsed. Ask for another one</source>
        <translation>انتهت مدة هذا الرقم. اطلب رقمًا آخر</translation>
    </message>
    <message>
        <source>Type the ten digits that were read back</source>
        <translation>اكتب الأرقام العشرة التي قُرئت عليك</translation>
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
    <name>Compared</name>
    <message>
        <source>Birth</source>
        <translation>الميلاد</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>الانتهاء</translation>
    </message>
    <message>
        <source>Names agree</source>
        <translation>الاسم مطابق</translation>
    </message>
    <message>
        <source>Names differ</source>
        <translation>الاسم مختلف</translation>
    </message>
    <message>
        <source>Names similar</source>
        <translation>الاسم متقارب</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>{field}: another in the passport</source>
        <translation>{field}: مختلف في الجواز</translation>
    </message>
    <message>
        <source>{field}: not compared</source>
        <translation>{field}: لم يُقارَن</translation>
    </message>
    <message>
        <source>{field}: the same</source>
        <translation>{field}: مطابق</translation>
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
        <source>Printed report (*.pdf)</source>
        <translation>تقرير مطبوع (*.pdf)</translation>
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
        <source>Workbook (*.xlsx)</source>
        <translation>مصنف إكسل (*.xlsx)</translation>
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
        <source>the passport&apos;s date of expiry</source>
        <translation>تاريخ انتهاء الجواز</translation>
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
        <source>A barcode scanner works in any case. All can change later.</source>
        <translation>ماسح الباركود يعمل في كل الأحوال. يمكن تغيير كل ذلك لاحقًا.</translation>
    </message>
    <message>
        <source>A digit of the code is wrong; check each group</source>
        <translation>في الرمز رقم خاطئ؛ راجع كل مجموعة</translation>
    </message>
    <message>
        <source>A stick goes to the registry and comes back with the data.</source>
        <translation>تذهب وحدة تخزين إلى السجل المركزي وتعود بالبيانات.</translation>
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
        <source>By stick</source>
        <translation>بوحدة تخزين</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>الكاميرا {number}</translation>
    </message>
    <message>
        <source>Camera {number}: {name}</source>
        <translation>الكاميرا {number}: {name}</translation>
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
        <source>Choose the folder of the stick that came back</source>
        <translation>اختر مجلد الوحدة التي عادت</translation>
    </message>
    <message>
        <source>Choose the registry&apos;s root file</source>
        <translation>اختر ملف جذر الثقة للسجل المركزي</translation>
    </message>
    <message>
        <source>Choose the stick&apos;s folder</source>
        <translation>اختر مجلد وحدة التخزين</translation>
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
        <source>Good so far. Now scan this one: {name}</source>
        <translation>جيد حتى الآن. امسح الآن هذا: {name}</translation>
    </message>
    <message>
        <source>Have the stick taken to the registry.</source>
        <translation>أرسل وحدة التخزين إلى السجل المركزي.</translation>
    </message>
    <message>
        <source>IT gives you the address, the one-time code and the file.</source>
        <translation>يعطيك الدعم الفني العنوان والرمز والملف.</translation>
    </message>
    <message>
        <source>IT there telephones you. Read these numbers out: they must be the same.</source>
        <translation>يتصل بك مختص تقنية المعلومات هناك هاتفيًا. اقرأ له هذه الأرقام: يجب أن تتطابق.</translation>
    </message>
    <message>
        <source>It can be changed later with F11.</source>
        <translation>يمكن تغييرها لاحقًا بالمفتاح ⁦F11⁩.</translation>
    </message>
    <message>
        <source>It types, or there is none</source>
        <translation>يكتب كلوحة المفاتيح، أو لا يوجد</translation>
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
        <source>May stay empty: people sign in once the registry has sent the port&apos;s list</source>
        <translation>يمكن تركه فارغًا: يسجل الموظفون دخولهم بعد وصول قائمة المنفذ من السجل المركزي</translation>
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
        <source>Nothing is lost when this window is closed: it opens here again.</source>
        <translation>لا يضيع شيء عند إغلاق هذه النافذة: تُفتح هنا من جديد.</translation>
    </message>
    <message>
        <source>Nothing scanned yet</source>
        <translation>لم يُمسح شيء بعد</translation>
    </message>
    <message>
        <source>Officer&apos;s name</source>
        <translation>اسم الضابط</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>لحظة من فضلك</translation>
    </message>
    <message>
        <source>Over the network</source>
        <translation>عبر الشبكة</translation>
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
        <source>Put in the stick that comes back, and take it in here.</source>
        <translation>أدخل الوحدة التي تعود واستوردها هنا.</translation>
    </message>
    <message>
        <source>Put the stick in again, or a newer one, and take it in.</source>
        <translation>أدخل الوحدة مرة أخرى، أو وحدة أحدث، واستوردها.</translation>
    </message>
    <message>
        <source>Put the stick in. The request needs very little room</source>
        <translation>أدخل وحدة التخزين. الطلب لا يحتاج إلا إلى مساحة ضئيلة</translation>
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
        <source>Save the test sheet</source>
        <translation>حفظ ورقة الاختبار</translation>
    </message>
    <message>
        <source>Save the test sheet…</source>
        <translation>حفظ ورقة الاختبار…</translation>
    </message>
    <message>
        <source>Scan the code that you see here. Without a scanner, go on.</source>
        <translation>امسح الرمز المعروض هنا. إن لم يوجد ماسح فتابع.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>الماسح</translation>
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
        <source>Serial: {name}</source>
        <translation>تسلسلي: {name}</translation>
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
        <source>Start without data</source>
        <translation>البدء دون بيانات</translation>
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
        <source>Take the stick in</source>
        <translation>استيراد وحدة التخزين</translation>
    </message>
    <message>
        <source>That came as slowly as a hand types. Scan the code that you see</source>
        <translation>وصل هذا ببطء كما تكتب اليد. امسح الرمز الذي تراه</translation>
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
        <source>The folder of the stick that came back</source>
        <translation>مجلد الوحدة التي عادت</translation>
    </message>
    <message>
        <source>The folder that holds LABEL.txt</source>
        <translation>المجلد الذي يحوي ⁦LABEL.txt⁩</translation>
    </message>
    <message>
        <source>The number on the counter, for example 2</source>
        <translation>الرقم المكتوب على المسار، مثل 2</translation>
    </message>
    <message>
        <source>The registry has admitted this lane. Only its data is missing here.</source>
        <translation>قبل السجل المركزي هذا المسار. لا ينقص هنا إلا بياناته.</translation>
    </message>
    <message>
        <source>The registry&apos;s data is here. The first pilgrim may come.</source>
        <translation>وصلت بيانات السجل المركزي. يمكن استقبال أول معتمر.</translation>
    </message>
    <message>
        <source>The scanner</source>
        <translation>الماسح</translation>
    </message>
    <message>
        <source>The scanner is heard. Scan the code that you see to have it judged</source>
        <translation>الماسح مسموع. امسح الرمز الذي تراه للحكم على ضبطه</translation>
    </message>
    <message>
        <source>The stick goes to the registry</source>
        <translation>وحدة التخزين إلى السجل المركزي</translation>
    </message>
    <message>
        <source>The stick&apos;s folder</source>
        <translation>مجلد وحدة التخزين</translation>
    </message>
    <message>
        <source>The test sheet is saved: print it</source>
        <translation>حُفظت ورقة الاختبار: اطبعها</translation>
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
        <source>This lane is enrolled; its data is missing</source>
        <translation>سُجل هذا المسار وتنقصه البيانات</translation>
    </message>
    <message>
        <source>This lane waits for the answer. You may close the window.</source>
        <translation>هذا المسار ينتظر الرد. يمكنك إغلاق النافذة.</translation>
    </message>
    <message>
        <source>This may take a minute. Nothing that you typed is lost.</source>
        <translation>قد يستغرق ذلك دقيقة. لن يُفقد شيء مما كتبته.</translation>
    </message>
    <message>
        <source>Try the barcode scanner</source>
        <translation>جرّب ماسح الباركود</translation>
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
        <source>Type the registry&apos;s address</source>
        <translation>اكتب عنوان السجل المركزي</translation>
    </message>
    <message>
        <source>What the scanner sent</source>
        <translation>ما أرسله الماسح</translation>
    </message>
    <message>
        <source>Where is this lane?</source>
        <translation>أين هذا المسار؟</translation>
    </message>
    <message>
        <source>Which camera reads the permits?</source>
        <translation>أي كاميرا تقرأ التصاريح؟</translation>
    </message>
    <message>
        <source>Which language do you read?</source>
        <translation>بأي لغة تقرأ؟</translation>
    </message>
    <message>
        <source>Without the data nobody is cleared.</source>
        <translation>لا يُسمح بمرور أحد دون البيانات.</translation>
    </message>
    <message>
        <source>Write the request</source>
        <translation>كتابة الطلب</translation>
    </message>
    <message>
        <source>{number}. {sentence}</source>
        <translation>{number}. {sentence}</translation>
    </message>
    <message>
        <source>{port}, lane {lane}</source>
        <translation>{port}، المسار {lane}</translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Company {number}</source>
        <translation>الشركة {number}</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>مؤجلون</translation>
    </message>
    <message>
        <source>Did not leave</source>
        <translation>لم يغادروا</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>لم يحضروا</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>No permit of this programme is in this lane&apos;s data. Sync, or refresh</source>
        <translation>لا يوجد في بيانات هذا المسار أي تصريح من هذا البرنامج. زامِن أو حدِّث</translation>
    </message>
    <message>
        <source>Not back yet</source>
        <translation>لم يعودوا بعد</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>مرّوا</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>التصريح</translation>
    </message>
    <message>
        <source>Programme {number}</source>
        <translation>البرنامج {number}</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>مرفوضون</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>عادوا</translation>
    </message>
    <message>
        <source>Second line</source>
        <translation>الخط الثاني</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>الموقف</translation>
    </message>
    <message>
        <source>no record here</source>
        <translation>لا سجل هنا</translation>
    </message>
    <message>
        <source>only the first {count} permits are listed</source>
        <translation>المعروض أول {count} تصريح فقط</translation>
    </message>
    <message>
        <source>{count} of {all} are back</source>
        <translation>عاد {count} من {all}</translation>
    </message>
    <message>
        <source>{count} of {all} passed</source>
        <translation>مرّ {count} من {all}</translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>End of the shift</source>
        <translation>نهاية الوردية</translation>
    </message>
    <message>
        <source>End the shift</source>
        <translation>إنهاء الوردية</translation>
    </message>
    <message>
        <source>Go on with the shift</source>
        <translation>متابعة الوردية</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>تسليم الوردية</translation>
    </message>
    <message>
        <source>Nobody follows</source>
        <translation>لا أحد بعدي</translation>
    </message>
    <message>
        <source>Somebody follows</source>
        <translation>يوجد من يستلم</translation>
    </message>
    <message>
        <source>The counts go to the supervisor. What is open stays with the port</source>
        <translation>تصل الأعداد إلى المشرف، ويبقى المفتوح لدى المنفذ</translation>
    </message>
    <message>
        <source>The lane goes on the same way, with a new shift</source>
        <translation>يستمر المسار في الاتجاه نفسه بوردية جديدة</translation>
    </message>
    <message>
        <source>The next officer</source>
        <translation>الضابط التالي</translation>
    </message>
    <message>
        <source>You are signed out, and the lane reads nothing until somebody signs in</source>
        <translation>يتم تسجيل خروجك، ولا يقرأ المسار شيئًا حتى يدخل أحد</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message numerus="yes">
        <source>%n places found</source>
        <translation>
            <numerusform>لا نتائج</numerusform>
            <numerusform>موضع واحد</numerusform>
            <numerusform>موضعان</numerusform>
            <numerusform>%n مواضع</numerusform>
            <numerusform>%n موضعًا</numerusform>
            <numerusform>%n موضع</numerusform>
        </translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>المحتويات</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>اليوم الأول</translation>
    </message>
    <message>
        <source>For reference</source>
        <translation>للرجوع إليه</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>المساعدة</translation>
    </message>
    <message>
        <source>Nothing found. Try another word, or a part of one</source>
        <translation>لا نتائج. جرّب كلمة أخرى أو جزءًا من كلمة</translation>
    </message>
    <message>
        <source>Search in help</source>
        <translation>البحث في المساعدة</translation>
    </message>
    <message>
        <source>The windows</source>
        <translation>النوافذ</translation>
    </message>
    <message>
        <source>When something is to be done</source>
        <translation>عند الحاجة</translation>
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
    <name>It</name>
    <message numerus="yes">
        <source>%n movement(s)</source>
        <translation>
            <numerusform>لا حركات</numerusform>
            <numerusform>حركة واحدة</numerusform>
            <numerusform>حركتان</numerusform>
            <numerusform>%n حركات</numerusform>
            <numerusform>%n حركة</numerusform>
            <numerusform>%n حركة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) acknowledged</source>
        <translation>
            <numerusform>لم تُستلم حركات جديدة</numerusform>
            <numerusform>استُلمت حركة واحدة</numerusform>
            <numerusform>استُلمت حركتان</numerusform>
            <numerusform>استُلمت %n حركات</numerusform>
            <numerusform>استُلمت %n حركة</numerusform>
            <numerusform>استُلمت %n حركة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n movement(s) on the stick</source>
        <translation>
            <numerusform>لا حركات على وحدة التخزين</numerusform>
            <numerusform>حركة واحدة على وحدة التخزين</numerusform>
            <numerusform>حركتان على وحدة التخزين</numerusform>
            <numerusform>%n حركات على وحدة التخزين</numerusform>
            <numerusform>%n حركة على وحدة التخزين</numerusform>
            <numerusform>%n حركة على وحدة التخزين</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n permit(s)</source>
        <translation>
            <numerusform>لا تصاريح</numerusform>
            <numerusform>تصريح واحد</numerusform>
            <numerusform>تصريحان</numerusform>
            <numerusform>%n تصاريح</numerusform>
            <numerusform>%n تصريحًا</numerusform>
            <numerusform>%n تصريح</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) received</source>
        <translation>
            <numerusform>لم تصل سجلات</numerusform>
            <numerusform>وصل سجل واحد</numerusform>
            <numerusform>وصل سجلان</numerusform>
            <numerusform>وصلت %n سجلات</numerusform>
            <numerusform>وصل %n سجلًا</numerusform>
            <numerusform>وصل %n سجل</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) to go</source>
        <translation>
            <numerusform>لا سجلات متبقية</numerusform>
            <numerusform>يتبقى سجل واحد</numerusform>
            <numerusform>يتبقى سجلان</numerusform>
            <numerusform>يتبقى %n سجلات</numerusform>
            <numerusform>يتبقى %n سجلًا</numerusform>
            <numerusform>يتبقى %n سجل</numerusform>
        </translation>
    </message>
    <message>
        <source>A character takes</source>
        <translation>زمن الحرف</translation>
    </message>
    <message>
        <source>A drill opens a lane of its own with sample permits. Nothing of it reaches this lane&apos;s journal or the registry, and every page says so</source>
        <translation>يفتح التدريب مسارًا خاصًا به بتصاريح تجريبية. لا يصل منه شيء إلى دفتر هذا المسار ولا إلى السجل المركزي، وكل صفحة تبيّن أنه تدريب</translation>
    </message>
    <message>
        <source>A passport</source>
        <translation>جواز سفر</translation>
    </message>
    <message>
        <source>A permit&apos;s code, whole</source>
        <translation>رمز تصريح كامل</translation>
    </message>
    <message>
        <source>A permit&apos;s number</source>
        <translation>رقم تصريح</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>مستلمة</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>العمر</translation>
    </message>
    <message>
        <source>Ageing</source>
        <translation>بدأت تقدم</translation>
    </message>
    <message>
        <source>All of it was here already</source>
        <translation>كل ما فيها موجود هنا من قبل</translation>
    </message>
    <message>
        <source>All of this is here already</source>
        <translation>كل هذا موجود هنا من قبل</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>كما وصل</translation>
    </message>
    <message>
        <source>Asking what is new …</source>
        <translation>جارٍ السؤال عن الجديد …</translation>
    </message>
    <message>
        <source>At its end</source>
        <translation>انتهت</translation>
    </message>
    <message>
        <source>At the registry, issue a one-time code for the port and the lane</source>
        <translation>أصدِر من السجل المركزي رمزًا لمرة واحدة للمنفذ والمسار</translation>
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
        <source>Begin a drill</source>
        <translation>بدء تدريب</translation>
    </message>
    <message>
        <source>Begin the scanner test</source>
        <translation>بدء اختبار القارئ</translation>
    </message>
    <message>
        <source>Bent: lay the paper flat</source>
        <translation>الورقة منثنية: ابسطها</translation>
    </message>
    <message>
        <source>Blurred: hold still, or fasten the camera</source>
        <translation>الصورة مهزوزة: ثبّت الورقة أو الكاميرا</translation>
    </message>
    <message>
        <source>Both ways, now</source>
        <translation>في الاتجاهين الآن</translation>
    </message>
    <message>
        <source>Brought by</source>
        <translation>وصلت عبر</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>تصفّح…</translation>
    </message>
    <message>
        <source>By stick: no address</source>
        <translation>بوحدة التخزين: لا عنوان</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Camera and scanner</source>
        <translation>الكاميرا والقارئ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Choose the folder that holds LABEL.txt. Nothing is taken before you have seen what it is</source>
        <translation>اختر المجلد الذي فيه ⁦LABEL.txt⁩. لا يُستورد شيء قبل أن ترى ما هو</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>الساعة</translation>
    </message>
    <message>
        <source>Companies and programmes</source>
        <translation>الشركات والبرامج</translation>
    </message>
    <message>
        <source>Compare both fingerprints by voice before the first pilgrim is scanned</source>
        <translation>قارنوا البصمتين شفهيًا قبل مسح تصريح أول معتمر</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>الحاسب</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>DRILL — nothing counts</source>
        <translation>تدريب — لا يُحتسب أي شيء</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>البيانات</translation>
    </message>
    <message>
        <source>Data is ageing. Sync now, or bring a stick</source>
        <translation>بدأت البيانات تقدم. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>مجموعة البيانات</translation>
    </message>
    <message>
        <source>Data sets</source>
        <translation>مجموعات البيانات</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>تفصيل</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>الجهاز</translation>
    </message>
    <message>
        <source>Devices of the port</source>
        <translation>أجهزة المنفذ</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>التشخيص</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>القرص</translation>
    </message>
    <message>
        <source>Drill</source>
        <translation>التدريب</translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation>إنهاء التدريب</translation>
    </message>
    <message>
        <source>End the test</source>
        <translation>إنهاء الاختبار</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>الأخطاء فقط</translation>
    </message>
    <message>
        <source>Every movement is acknowledged: there is nothing to carry</source>
        <translation>كل الحركات مستلمة: لا شيء لنقله</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>مصدّرة</translation>
    </message>
    <message>
        <source>Failed, tried again by itself</source>
        <translation>أخفقت وتعاد تلقائيًا</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>البصمة</translation>
    </message>
    <message>
        <source>Fingerprint of this device</source>
        <translation>بصمة هذا الجهاز</translation>
    </message>
    <message>
        <source>For</source>
        <translation>تخص</translation>
    </message>
    <message>
        <source>Free on the disk</source>
        <translation>المساحة الحرة</translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation>حديثة</translation>
    </message>
    <message>
        <source>From the registry</source>
        <translation>من السجل المركزي</translation>
    </message>
    <message>
        <source>Glare: turn the lamp or the camera</source>
        <translation>انعكاس ضوء: أدِر المصباح أو الكاميرا</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>صالح حتى</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>موجودة</translation>
    </message>
    <message>
        <source>Here now, signed</source>
        <translation>وقت توقيع ما هنا</translation>
    </message>
    <message>
        <source>Hold the scanner or the camera before the screen, or take a picture of it</source>
        <translation>ضع القارئ أو الكاميرا أمام الشاشة أو صوّرها</translation>
    </message>
    <message>
        <source>Hub of the port</source>
        <translation>موزّع المنفذ</translation>
    </message>
    <message>
        <source>IT desk</source>
        <translation>مكتب الدعم الفني</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>في الخدمة</translation>
    </message>
    <message>
        <source>In: what the registry has published</source>
        <translation>وارد: ما نشره السجل المركزي</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>الدفتر</translation>
    </message>
    <message>
        <source>Journals of this lane</source>
        <translation>دفاتر هذا المسار</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Keyboard layout</source>
        <translation>تخطيط لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Keys of the registry</source>
        <translation>مفاتيح السجل المركزي</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>البطاقة</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>المسارات</translation>
    </message>
    <message>
        <source>Last entry here</source>
        <translation>آخر قيد هنا</translation>
    </message>
    <message>
        <source>Last failures</source>
        <translation>آخر الإخفاقات</translation>
    </message>
    <message>
        <source>Last reading</source>
        <translation>آخر قراءة</translation>
    </message>
    <message>
        <source>Last stick in</source>
        <translation>آخر وحدة واردة</translation>
    </message>
    <message>
        <source>Last stick out</source>
        <translation>آخر وحدة صادرة</translation>
    </message>
    <message>
        <source>Leave departures on it</source>
        <translation>كتابة حركات المغادرة عليها</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>المستوى</translation>
    </message>
    <message>
        <source>Light and sharpness</source>
        <translation>الإضاءة والوضوح</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>خط الاتصال</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل الفني</translation>
    </message>
    <message>
        <source>Longest gap</source>
        <translation>أطول توقف</translation>
    </message>
    <message>
        <source>Look at the stick</source>
        <translation>فحص وحدة التخزين</translation>
    </message>
    <message>
        <source>Looking at the stick</source>
        <translation>جارٍ فحص وحدة التخزين</translation>
    </message>
    <message>
        <source>Making the sample permits</source>
        <translation>جارٍ إعداد التصاريح التجريبية</translation>
    </message>
    <message>
        <source>Manifests</source>
        <translation>قوائم المحتويات</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>غير موجودة</translation>
    </message>
    <message>
        <source>Movements at other ports</source>
        <translation>الحركات في المنافذ الأخرى</translation>
    </message>
    <message>
        <source>Newer than what is here. It can be taken in</source>
        <translation>أحدث مما هنا ويمكن استيرادها</translation>
    </message>
    <message>
        <source>Newest receipt</source>
        <translation>أحدث إيصال</translation>
    </message>
    <message>
        <source>Newest signed time</source>
        <translation>أحدث وقت موقّع</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>لا توجد كاميرا</translation>
    </message>
    <message>
        <source>No camera is set for this lane. Choose one in the settings</source>
        <translation>لم تُحدد كاميرا لهذا المسار. اختر واحدة من الإعدادات</translation>
    </message>
    <message>
        <source>No data yet. Sync now, or bring a stick</source>
        <translation>لا توجد بيانات بعد. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>No keys yet. Sync now, or bring a stick</source>
        <translation>لا توجد مفاتيح بعد. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>No line of the log is like this. Choose another level or search</source>
        <translation>لا يوجد سطر مطابق في السجل الفني. اختر مستوى آخر أو غيّر البحث</translation>
    </message>
    <message>
        <source>No line: data comes by stick</source>
        <translation>لا يوجد خط: تصل البيانات بوحدة التخزين</translation>
    </message>
    <message>
        <source>No sample permits</source>
        <translation>لا توجد تصاريح تجريبية</translation>
    </message>
    <message>
        <source>Nobody is cleared by data this old. Sync now, or bring a stick</source>
        <translation>لا يُسمح لأحد ببيانات بهذا القِدم. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>None on the stick</source>
        <translation>لا توجد على وحدة التخزين</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>لا يوجد بعد</translation>
    </message>
    <message>
        <source>Not acknowledged</source>
        <translation>غير مستلمة</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>غير موجود</translation>
    </message>
    <message>
        <source>Not of the sheet</source>
        <translation>ليس من الصفحة</translation>
    </message>
    <message>
        <source>Not scanned yet</source>
        <translation>لم تُمسح بعد</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>غير موجودة</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Notes and worse</source>
        <translation>الملاحظات وما فوقها</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Nothing is trusted yet. Sync now, or bring a stick</source>
        <translation>لا توجد بيانات موثوقة بعد. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>Nothing newer at the registry</source>
        <translation>لا يوجد أحدث في السجل المركزي</translation>
    </message>
    <message>
        <source>Nothing read yet</source>
        <translation>لم يُقرأ شيء بعد</translation>
    </message>
    <message>
        <source>Nothing was recorded at this lane yet</source>
        <translation>لم يُسجل شيء في هذا المسار بعد</translation>
    </message>
    <message>
        <source>Nothing was scanned yet</source>
        <translation>لم يُمسح شيء بعد</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>الإخطارات</translation>
    </message>
    <message>
        <source>Of these on a stick</source>
        <translation>منها على وحدة تخزين</translation>
    </message>
    <message>
        <source>Older than what is here: it is not taken in. Ask for a newer stick</source>
        <translation>أقدم مما هنا ولا تُستورد. اطلب وحدة أحدث</translation>
    </message>
    <message>
        <source>On the new computer start the program: its first page asks for that code</source>
        <translation>شغّل البرنامج على الحاسب الجديد: تطلب صفحته الأولى هذا الرمز</translation>
    </message>
    <message>
        <source>Out: recorded, exported, acknowledged</source>
        <translation>صادر: مسجلة ثم مصدّرة ثم مستلمة</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>الجزء</translation>
    </message>
    <message>
        <source>Passport swiped</source>
        <translation>مُرر جواز</translation>
    </message>
    <message>
        <source>People of the port</source>
        <translation>العاملون في المنفذ</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>التصريح</translation>
    </message>
    <message>
        <source>Permit records</source>
        <translation>سجلات التصاريح</translation>
    </message>
    <message>
        <source>Permits</source>
        <translation>التصاريح</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>صور في الثانية</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Practise without counting</source>
        <translation>تدرّب دون احتساب</translation>
    </message>
    <message>
        <source>Print the test sheet and scan its symbols. Meanwhile nothing of it reaches the lane</source>
        <translation>اطبع صفحة الاختبار وامسح رموزها. لا يصل شيء من ذلك إلى المسار أثناء الاختبار</translation>
    </message>
    <message>
        <source>Readings a second</source>
        <translation>قراءات في الثانية</translation>
    </message>
    <message>
        <source>Readings so far</source>
        <translation>القراءات حتى الآن</translation>
    </message>
    <message>
        <source>Recalled</source>
        <translation>سُحب اعتماده</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>الإيصال</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>الإيصالات</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>مسجلة</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Refreshes</source>
        <translation>تحديث التصاريح</translation>
    </message>
    <message>
        <source>Refused: somebody must look</source>
        <translation>رُفضت: يلزم تدخل</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>السجل المركزي</translation>
    </message>
    <message>
        <source>Reset this computer only once its movements are acknowledged: recall it at the registry, then start anew</source>
        <translation>لا تُعِد ضبط هذا الحاسب إلا بعد استلام حركاته: اسحب اعتماده من السجل المركزي ثم ابدأ من جديد</translation>
    </message>
    <message>
        <source>Revocations</source>
        <translation>قوائم الإلغاء</translation>
    </message>
    <message>
        <source>Root keys end</source>
        <translation>انتهاء مفاتيح الجذر</translation>
    </message>
    <message>
        <source>Root version</source>
        <translation>إصدار الجذر</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>جولات المزامنة</translation>
    </message>
    <message>
        <source>Sample permits</source>
        <translation>تصاريح تجريبية</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Save the diagnostics</source>
        <translation>حفظ ملف التشخيص</translation>
    </message>
    <message>
        <source>Save the file…</source>
        <translation>حفظ الملف…</translation>
    </message>
    <message>
        <source>Save the test sheet</source>
        <translation>حفظ صفحة الاختبار</translation>
    </message>
    <message>
        <source>Save the test sheet…</source>
        <translation>حفظ صفحة الاختبار…</translation>
    </message>
    <message>
        <source>Says otherwise than what is signed. The signed data counts</source>
        <translation>تخالف ما هو موقّع. العبرة بالبيانات الموقّعة</translation>
    </message>
    <message>
        <source>Scan each symbol of the test sheet, in any order</source>
        <translation>امسح كل رموز صفحة الاختبار بأي ترتيب</translation>
    </message>
    <message>
        <source>Scan it from the screen</source>
        <translation>امسحه من الشاشة</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>القارئ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Season rules</source>
        <translation>قواعد الموسم</translation>
    </message>
    <message>
        <source>Sent after a code</source>
        <translation>يُرسل بعد الرمز</translation>
    </message>
    <message>
        <source>Sent before a code</source>
        <translation>يُرسل قبل الرمز</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>وقت التوقيع</translation>
    </message>
    <message>
        <source>Signed files</source>
        <translation>الملفات الموقّعة</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>يوقّع</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>شيء آخر</translation>
    </message>
    <message>
        <source>Stale: pilgrims are referred</source>
        <translation>قديمة: يُحال المعتمرون</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Stick</source>
        <translation>وحدة التخزين</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>الرمز</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>مزامنة الآن</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>Take it to the registry. The next stick brings the receipt</source>
        <translation>سلّمها إلى السجل المركزي. يصل الإيصال مع وحدة التخزين التالية</translation>
    </message>
    <message numerus="yes">
        <source>Taken in: %n record(s) written</source>
        <translation>
            <numerusform>تم الاستيراد دون سجلات جديدة</numerusform>
            <numerusform>تم الاستيراد: كُتب سجل واحد</numerusform>
            <numerusform>تم الاستيراد: كُتب سجلان</numerusform>
            <numerusform>تم الاستيراد: كُتبت %n سجلات</numerusform>
            <numerusform>تم الاستيراد: كُتب %n سجلًا</numerusform>
            <numerusform>تم الاستيراد: كُتب %n سجل</numerusform>
        </translation>
    </message>
    <message>
        <source>Taking the stick in</source>
        <translation>جارٍ استيراد وحدة التخزين</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>النص</translation>
    </message>
    <message>
        <source>The barcode is too small: hold it closer</source>
        <translation>الباركود صغير: قرّبه</translation>
    </message>
    <message>
        <source>The clock is accepted, and that is in the audit</source>
        <translation>اعتُمدت الساعة وقُيّد ذلك في سجل المراجعة</translation>
    </message>
    <message>
        <source>The clock is behind the last entry of this lane. Put it right, or accept it when it is right now</source>
        <translation>الساعة متأخرة عن آخر قيد في هذا المسار. اضبطها، أو اعتمدها إن كانت مضبوطة الآن</translation>
    </message>
    <message>
        <source>The clock is behind what the registry has signed. Put it right in the system&apos;s settings, then accept it here</source>
        <translation>الساعة متأخرة عمّا وقّعه السجل المركزي. اضبطها من إعدادات النظام ثم اعتمدها هنا</translation>
    </message>
    <message>
        <source>The clock is far ahead of all that the registry has signed. Put it right, or sync</source>
        <translation>الساعة متقدمة كثيرًا عن كل ما وقّعه السجل المركزي. اضبطها أو زامِن</translation>
    </message>
    <message>
        <source>The clock is right now</source>
        <translation>الساعة مضبوطة الآن</translation>
    </message>
    <message>
        <source>The diagnostics file was saved</source>
        <translation>حُفظ ملف التشخيص</translation>
    </message>
    <message>
        <source>The disk is nearly full. Free some of it before the shift</source>
        <translation>القرص يكاد يمتلئ. أفرغ جزءًا منه قبل الوردية</translation>
    </message>
    <message>
        <source>The port&apos;s other lanes</source>
        <translation>مسارات المنفذ الأخرى</translation>
    </message>
    <message>
        <source>The registry shows the same digits. Compare them aloud</source>
        <translation>يعرض السجل المركزي الأرقام نفسها. قارنوها شفهيًا</translation>
    </message>
    <message>
        <source>The registry&apos;s data</source>
        <translation>بيانات السجل المركزي</translation>
    </message>
    <message>
        <source>The registry&apos;s word has ended. Sync now, or bring a stick</source>
        <translation>انتهت مدة ضمان السجل المركزي. زامِن الآن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>The root keys end soon: the registry must hold its ceremony</source>
        <translation>تنتهي مفاتيح الجذر قريبًا: على السجل المركزي عقد مراسم المفاتيح</translation>
    </message>
    <message>
        <source>The stick&apos;s folder</source>
        <translation>مجلد وحدة التخزين</translation>
    </message>
    <message>
        <source>The test sheet was saved. Print it at full size</source>
        <translation>حُفظت صفحة الاختبار. اطبعها بالحجم الكامل</translation>
    </message>
    <message>
        <source>This computer&apos;s clock</source>
        <translation>ساعة هذا الحاسب</translation>
    </message>
    <message>
        <source>This is the only lane known</source>
        <translation>لا يُعرف مسار غير هذا</translation>
    </message>
    <message>
        <source>This lane&apos;s journal</source>
        <translation>دفتر هذا المسار</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Time used for answers</source>
        <translation>الوقت المعتمد للأحكام</translation>
    </message>
    <message>
        <source>To enrol another computer</source>
        <translation>لتسجيل حاسب آخر</translation>
    </message>
    <message>
        <source>To the registry</source>
        <translation>إلى السجل المركزي</translation>
    </message>
    <message>
        <source>Too dark: more light on the counter</source>
        <translation>الإضاءة ضعيفة: زِد إضاءة المكتب</translation>
    </message>
    <message>
        <source>Too old to clear anyone</source>
        <translation>أقدم من أن يُسمح بها لأحد</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>جارية</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>Versions, ages, counts, checks and the log. Nothing about anybody is in it</source>
        <translation>الإصدارات والأعمار والأعداد ونتائج الفحوص والسجل الفني. لا يتضمن شيئًا عن أي شخص</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Warnings and worse</source>
        <translation>التحذيرات وما فوقها</translation>
    </message>
    <message>
        <source>What it is, and what it trusts</source>
        <translation>تعريفه وما يثق به</translation>
    </message>
    <message>
        <source>What it practises</source>
        <translation>موضوع التدريب</translation>
    </message>
    <message>
        <source>What the scanner sent</source>
        <translation>ما أرسله القارئ</translation>
    </message>
    <message>
        <source>What this lane holds</source>
        <translation>ما يحتفظ به هذا المسار</translation>
    </message>
    <message>
        <source>Word holds until</source>
        <translation>ضمان السجل المركزي حتى</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>تعمل</translation>
    </message>
    <message>
        <source>Writing departures</source>
        <translation>جارٍ كتابة حركات المغادرة</translation>
    </message>
    <message>
        <source>a receipt is on the stick: send it back</source>
        <translation>الإيصال على وحدة التخزين: أعِدها</translation>
    </message>
    <message>
        <source>about {span} left</source>
        <translation>يتبقى نحو {span}</translation>
    </message>
    <message>
        <source>next in {span}</source>
        <translation>التالية بعد {span}</translation>
    </message>
    <message>
        <source>{count} GB</source>
        <translation>{count} ج.ب</translation>
    </message>
    <message>
        <source>{count} KB</source>
        <translation>{count} ك.ب</translation>
    </message>
    <message>
        <source>{count} MB</source>
        <translation>{count} م.ب</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} بايت</translation>
    </message>
    <message>
        <source>{count} ms</source>
        <translation>{count} م.ث</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}، {time}</translation>
    </message>
    <message>
        <source>{free} of {all}</source>
        <translation>{free} من {all}</translation>
    </message>
    <message>
        <source>{heard} of {all} heard to the end</source>
        <translation>وصلت كل حركات {heard} من {all}</translation>
    </message>
    <message>
        <source>{number}. {step}</source>
        <translation>{number}. {step}</translation>
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
        <source>The group</source>
        <translation>المجموعة</translation>
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
    <name>Lock</name>
    <message numerus="yes">
        <source>%n readings were refused: this post is locked. Unlock, then scan again</source>
        <translation>
            <numerusform>لم تُرفض أي قراءة: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
            <numerusform>رُفضت قراءة واحدة: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
            <numerusform>رُفضت قراءتان: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
            <numerusform>رُفضت %n قراءات: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
            <numerusform>رُفضت %n قراءة: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
            <numerusform>رُفضت %n قراءة: هذا الموقع مقفل. افتح القفل ثم امسح من جديد</numerusform>
        </translation>
    </message>
    <message>
        <source>Another officer</source>
        <translation>ضابط آخر</translation>
    </message>
    <message>
        <source>Locked since {moment}</source>
        <translation>مقفل منذ {moment}</translation>
    </message>
    <message>
        <source>This post is locked</source>
        <translation>هذا الموقع مقفل</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>فتح القفل</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Answer a number that is read to you by telephone</source>
        <translation>الرد على رقم يُقرأ عليك بالهاتف</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Counts of the shift, and who goes on</source>
        <translation>أعداد الوردية ومن يتسلّمها</translation>
    </message>
    <message>
        <source>Counts, charts and reports of the port</source>
        <translation>أعداد المنفذ ورسومه وتقاريره</translation>
    </message>
    <message>
        <source>Data, sticks, camera and scanner, logs</source>
        <translation>البيانات والوحدات المحمولة والكاميرا والقارئ والسجلات</translation>
    </message>
    <message>
        <source>Drill</source>
        <translation>تدريب</translation>
    </message>
    <message>
        <source>Hand over or end the shift</source>
        <translation>تسليم الوردية أو إنهاؤها</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>المساعدة</translation>
    </message>
    <message>
        <source>Help another port</source>
        <translation>مساعدة منفذ آخر</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>الدعم الفني</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Language, camera, scanner, sounds, when to lock</source>
        <translation>اللغة والكاميرا والقارئ والأصوات ووقت القفل</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>قفل</translation>
    </message>
    <message>
        <source>Nothing is scanned until you come back</source>
        <translation>لا يُمسح شيء حتى تعود</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>ضابط</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>الأوامر</translation>
    </message>
    <message>
        <source>Practise with sample permits; nothing counts</source>
        <translation>تدرّب بتصاريح نموذجية، ولا يُحتسب شيء</translation>
    </message>
    <message>
        <source>Relax a check, move a sailing, accept old data</source>
        <translation>تخفيف فحص أو نقل رحلة أو قبول بيانات قديمة</translation>
    </message>
    <message>
        <source>Scan permits and record who leaves or returns</source>
        <translation>مسح التصاريح وتسجيل المغادرين والعائدين</translation>
    </message>
    <message>
        <source>Second line</source>
        <translation>الخط الثاني</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Somebody else signs in here</source>
        <translation>يدخل شخص آخر هنا</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>المشرف</translation>
    </message>
    <message>
        <source>What this window is for, and what to do</source>
        <translation>ما فائدة هذه النافذة وماذا تفعل</translation>
    </message>
    <message>
        <source>Where to?</source>
        <translation>إلى أين؟</translation>
    </message>
    <message>
        <source>Work on the cases of all lanes</source>
        <translation>العمل على حالات كل المسارات</translation>
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
        <source>A national ID, born {day}</source>
        <translation>رقم قومي، تاريخ الميلاد {day}</translation>
    </message>
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
        <source>No date or governorate as in a national ID: compare. It can be looked up all the same</source>
        <translation>لا يطابق صيغة الرقم القومي (تاريخ أو محافظة): راجعه. يمكن البحث به مع ذلك</translation>
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
        <source>Permit number or national ID</source>
        <translation>رقم التصريح أو الرقم القومي</translation>
    </message>
    <message>
        <source>Swipe it, or type its number</source>
        <translation>مرره أو اكتب رقمه</translation>
    </message>
    <message>
        <source>The last digit is unusual: compare. It can be looked up all the same</source>
        <translation>الرقم الأخير غير معتاد: راجعه. يمكن البحث به مع ذلك</translation>
    </message>
    <message>
        <source>{count} of {all} digits</source>
        <translation>{count} من {all} رقمًا</translation>
    </message>
    <message>
        <source>{count} of {all} digits of a national ID</source>
        <translation>{count} من {all} رقمًا من الرقم القومي</translation>
    </message>
    <message>
        <source>{permit} digits, or {person} of a national ID</source>
        <translation>{permit} رقمًا، أو {person} للرقم القومي</translation>
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
        <source>Signed in. To hand over, end the shift and sign out</source>
        <translation>الضابط داخل بحسابه. للتسليم، أنهِ الوردية ثم سجِّل الخروج</translation>
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
    <name>Orders</name>
    <message numerus="yes">
        <source>%n departures by {service} on {day} will be annulled at every lane.</source>
        <translation>
            <numerusform>لن تُلغى أي مغادرة على الرحلة {service} يوم {day}.</numerusform>
            <numerusform>ستُلغى مغادرة واحدة على الرحلة {service} يوم {day} في كل المسارات.</numerusform>
            <numerusform>ستُلغى مغادرتان على الرحلة {service} يوم {day} في كل المسارات.</numerusform>
            <numerusform>ستُلغى %n مغادرات على الرحلة {service} يوم {day} في كل المسارات.</numerusform>
            <numerusform>ستُلغى %n مغادرة على الرحلة {service} يوم {day} في كل المسارات.</numerusform>
            <numerusform>ستُلغى %n مغادرة على الرحلة {service} يوم {day} في كل المسارات.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n departures were annulled.</source>
        <translation>
            <numerusform>لم تُلغَ أي مغادرة.</numerusform>
            <numerusform>أُلغيت مغادرة واحدة.</numerusform>
            <numerusform>أُلغيت مغادرتان.</numerusform>
            <numerusform>أُلغيت %n مغادرات.</numerusform>
            <numerusform>أُلغيت %n مغادرة.</numerusform>
            <numerusform>أُلغيت %n مغادرة.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n orders in force: {list} — the next ends {time}</source>
        <translation>
            <numerusform>لا أوامر سارية: {list} — {time}</numerusform>
            <numerusform>أمر واحد سارٍ: {list} — ينتهي {time}</numerusform>
            <numerusform>أمران ساريان: {list} — أقربهما انتهاءً {time}</numerusform>
            <numerusform>%n أوامر سارية: {list} — أقربها انتهاءً {time}</numerusform>
            <numerusform>%n أمرًا ساريًا: {list} — أقربها انتهاءً {time}</numerusform>
            <numerusform>%n أمر سارٍ: {list} — أقربها انتهاءً {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pilgrims are booked on it, as known here.</source>
        <translation>
            <numerusform>لا معتمرين محجوزين عليها بحسب بيانات هذا المسار.</numerusform>
            <numerusform>معتمر واحد محجوز عليها بحسب بيانات هذا المسار.</numerusform>
            <numerusform>معتمران محجوزان عليها بحسب بيانات هذا المسار.</numerusform>
            <numerusform>%n معتمرين محجوزين عليها بحسب بيانات هذا المسار.</numerusform>
            <numerusform>%n معتمرًا محجوزًا عليها بحسب بيانات هذا المسار.</numerusform>
            <numerusform>%n معتمر محجوز عليها بحسب بيانات هذا المسار.</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>Accept old data</source>
        <translation>قبول بيانات قديمة</translation>
    </message>
    <message>
        <source>Annul</source>
        <translation>إلغاء المغادرات</translation>
    </message>
    <message numerus="yes">
        <source>Annul %n departures</source>
        <translation>
            <numerusform>إلغاء المغادرات</numerusform>
            <numerusform>إلغاء مغادرة واحدة</numerusform>
            <numerusform>إلغاء مغادرتين</numerusform>
            <numerusform>إلغاء %n مغادرات</numerusform>
            <numerusform>إلغاء %n مغادرة</numerusform>
            <numerusform>إلغاء %n مغادرة</numerusform>
        </translation>
    </message>
    <message>
        <source>Annul a cancelled flight or sailing</source>
        <translation>إلغاء مغادرات رحلة ملغاة</translation>
    </message>
    <message>
        <source>At lane {lane}</source>
        <translation>في المسار {lane}</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Choose a new day that is not the day of travel.</source>
        <translation>اختر يومًا جديدًا غير يوم السفر.</translation>
    </message>
    <message>
        <source>Counting whom it touches…</source>
        <translation>جارٍ حصر من يشملهم الأمر…</translation>
    </message>
    <message>
        <source>Data past its last grade still holds everybody.</source>
        <translation>أما البيانات التي تجاوزت أقصى عمر مسموح فتظل توقف الجميع.</translation>
    </message>
    <message>
        <source>Day of travel</source>
        <translation>يوم السفر</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>نُفّذ</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>End this order</source>
        <translation>إنهاء الأمر</translation>
    </message>
    <message>
        <source>End this order now, at every lane?</source>
        <translation>هل تريد إنهاء هذا الأمر الآن في كل المسارات؟</translation>
    </message>
    <message>
        <source>Ended {time}</source>
        <translation>انتهى {time}</translation>
    </message>
    <message>
        <source>Flight or sailing</source>
        <translation>الرحلة الجوية أو البحرية</translation>
    </message>
    <message>
        <source>For</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Give the order</source>
        <translation>إصدار الأمر</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>صدر</translation>
    </message>
    <message>
        <source>Given by</source>
        <translation>بأمر</translation>
    </message>
    <message>
        <source>In force now</source>
        <translation>السارية الآن</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>نوع الأمر</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Leave it in force</source>
        <translation>إبقاؤه ساريًا</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>المتبقي</translation>
    </message>
    <message>
        <source>Lifted {time}</source>
        <translation>أُنهي {time}</translation>
    </message>
    <message>
        <source>Move a flight or sailing</source>
        <translation>تغيير موعد رحلة</translation>
    </message>
    <message>
        <source>New day</source>
        <translation>اليوم الجديد</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>أمر جديد</translation>
    </message>
    <message>
        <source>No departure by {service} on {day} is known here.</source>
        <translation>لا توجد هنا مغادرة على الرحلة {service} يوم {day}.</translation>
    </message>
    <message>
        <source>No order is in force. Every check holds at every lane of this port.</source>
        <translation>لا يوجد أمر سارٍ. جميع الفحوص مطبقة في كل مسارات المنفذ.</translation>
    </message>
    <message>
        <source>No order was given on this day.</source>
        <translation>لم يصدر أي أمر في هذا اليوم.</translation>
    </message>
    <message>
        <source>Nobody booked on {service} of {day} is held for the date until {time}.</source>
        <translation>لن يوقَف أحد من ركاب الرحلة {service} المقررة يوم {day} بسبب الموعد حتى {time}.</translation>
    </message>
    <message>
        <source>Old data accepted</source>
        <translation>البيانات القديمة مقبولة</translation>
    </message>
    <message>
        <source>Old data will not hold anybody at any lane of {port} until {time}.</source>
        <translation>لن توقف البيانات القديمة أحدًا في أي مسار في {port} حتى {time}.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>الأمر</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>الأوامر</translation>
    </message>
    <message>
        <source>Orders in force</source>
        <translation>الأوامر السارية</translation>
    </message>
    <message>
        <source>Orders of the day</source>
        <translation>أوامر اليوم</translation>
    </message>
    <message>
        <source>Orders of {day}</source>
        <translation>أوامر يوم {day}</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Reason, for everybody to read</source>
        <translation>السبب كما يقرؤه الجميع</translation>
    </message>
    <message>
        <source>Relax a check</source>
        <translation>تعليق فحص</translation>
    </message>
    <message>
        <source>Relaxed until {time}: {what} — by {officer}</source>
        <translation>معلّق حتى {time}: {what} — بأمر {officer}</translation>
    </message>
    <message>
        <source>Relaxed: {check}</source>
        <translation>فحص معلّق: {check}</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>حالته</translation>
    </message>
    <message>
        <source>The order has ended.</source>
        <translation>انتهى الأمر.</translation>
    </message>
    <message>
        <source>The order is in force at every lane of the port.</source>
        <translation>الأمر سارٍ في كل مسارات المنفذ.</translation>
    </message>
    <message>
        <source>Their people may leave again, and clear as before.</source>
        <translation>ويمكن لأصحابها المغادرة من جديد كما كانوا.</translation>
    </message>
    <message>
        <source>Those recorded until now that arrive later are annulled too.</source>
        <translation>وما سُجل حتى الآن ووصل لاحقًا يُلغى أيضًا.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Until {time}</source>
        <translation>حتى {time}</translation>
    </message>
    <message>
        <source>Write the number of the flight or sailing.</source>
        <translation>اكتب رقم الرحلة.</translation>
    </message>
    <message>
        <source>Write the reason, so that everybody knows it.</source>
        <translation>اكتب السبب ليعرفه الجميع.</translation>
    </message>
    <message>
        <source>missing visa</source>
        <translation>عدم وجود تأشيرة</translation>
    </message>
    <message>
        <source>passport that expires soon</source>
        <translation>قرب انتهاء جواز السفر</translation>
    </message>
    <message>
        <source>permit expiry</source>
        <translation>انتهاء التصريح</translation>
    </message>
    <message>
        <source>permit not valid yet</source>
        <translation>تصريح لم يبدأ سريانه</translation>
    </message>
    <message>
        <source>port of the permit</source>
        <translation>منفذ التصريح</translation>
    </message>
    <message>
        <source>travel date</source>
        <translation>تاريخ السفر</translation>
    </message>
    <message>
        <source>vaccination</source>
        <translation>التطعيم</translation>
    </message>
    <message>
        <source>visa expiry</source>
        <translation>انتهاء التأشيرة</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}، {time}</translation>
    </message>
    <message>
        <source>{service} moved to {day}</source>
        <translation>الرحلة {service} نُقلت إلى {day}</translation>
    </message>
    <message>
        <source>{service} of {day} annulled</source>
        <translation>أُلغيت مغادرات الرحلة {service} يوم {day}</translation>
    </message>
    <message>
        <source>{what} until {time} — by {officer}</source>
        <translation>{what} حتى {time} — بأمر {officer}</translation>
    </message>
    <message>
        <source>“{check}” will not hold anybody at any lane of {port} until {time}.</source>
        <translation>لن يوقف فحص «{check}» أحدًا في أي مسار في {port} حتى {time}.</translation>
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
        <source>The passport differs from the permit</source>
        <translation>بيانات الجواز تختلف عن التصريح</translation>
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
    <name>ReasonCard</name>
    <message>
        <source>Why do you look it up?</source>
        <translation>ما سبب البحث؟</translation>
    </message>
    <message>
        <source>{number}: one key opens it. It is kept on record</source>
        <translation>{number}: يُفتح بمفتاح واحد، ويُسجَّل السبب</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>IT staff</source>
        <translation>تقنية المعلومات</translation>
    </message>
    <message>
        <source>Passport officer</source>
        <translation>ضابط جوازات</translation>
    </message>
    <message>
        <source>Second line</source>
        <translation>الخط الثاني</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>مشرف</translation>
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
    <name>SecondLine</name>
    <message numerus="yes">
        <source>%n more of this programme with the same finding</source>
        <translation>
            <numerusform>لا حالات أخرى من هذا البرنامج بالملاحظة نفسها</numerusform>
            <numerusform>حالة أخرى من هذا البرنامج بالملاحظة نفسها</numerusform>
            <numerusform>حالتان أخريان من هذا البرنامج بالملاحظة نفسها</numerusform>
            <numerusform>%n حالات أخرى من هذا البرنامج بالملاحظة نفسها</numerusform>
            <numerusform>%n حالة أخرى من هذا البرنامج بالملاحظة نفسها</numerusform>
            <numerusform>%n حالة أخرى من هذا البرنامج بالملاحظة نفسها</numerusform>
        </translation>
    </message>
    <message>
        <source>A check digit is wrong. Swipe the passport again, or type its number</source>
        <translation>رقم تحقق غير صحيح. مرّر الجواز مرة أخرى أو اكتب رقمه</translation>
    </message>
    <message>
        <source>A lane refuses this permit. Another person than the officer of the referral, a supervisor, allows it by name; it is counted and reported.</source>
        <translation>المسار يرفض هذا التصريح. يأذن به مشرف غير ضابط الإحالة باسمه، ويُحصى الإذن ويُرفع في التقرير.</translation>
    </message>
    <message>
        <source>A lane would say now: CLEAR</source>
        <translation>حكم المسار الآن: سماح</translation>
    </message>
    <message>
        <source>A later program found this. Ask that lane what it says</source>
        <translation>رصد ذلك برنامج أحدث. اسأل المسار عمّا يظهر لديه</translation>
    </message>
    <message>
        <source>A supervisor must allow this</source>
        <translation>يلزم إذن المشرف</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>إضافة ملاحظة</translation>
    </message>
    <message>
        <source>Allow and clear</source>
        <translation>إذن وسماح</translation>
    </message>
    <message>
        <source>Asking for the number to read out …</source>
        <translation>جارٍ إعداد الرقم الذي تُمليه …</translation>
    </message>
    <message>
        <source>Being worked on</source>
        <translation>قيد العمل</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>تاريخ الميلاد</translation>
    </message>
    <message>
        <source>By telephone</source>
        <translation>بالهاتف</translation>
    </message>
    <message>
        <source>Call the duty supervisor and say: {port}, {lane}. I need a supervisor&apos;s word on case {reference}. Say your login too, then read out this number:</source>
        <translation>اتصل بمشرف المناوبة وقل: {port}، {lane}. أحتاج موافقة مشرف على الحالة {reference}. اذكر اسم دخولك أيضًا، ثم اقرأ هذا الرقم:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Cases that were decided today stand here with their outcome.</source>
        <translation>تظهر هنا الحالات التي بُتَّ فيها اليوم ونتيجة كل منها.</translation>
    </message>
    <message>
        <source>Choose a reason</source>
        <translation>اختر السبب</translation>
    </message>
    <message>
        <source>Choose one in the list: arrow keys move, Enter opens it.</source>
        <translation>اختر حالة من القائمة: تنقّل بالأسهم وافتحها بمفتاح الإدخال.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>سماح</translation>
    </message>
    <message>
        <source>Cleared</source>
        <translation>سُمح بالمرور</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>Code of six digits</source>
        <translation>الرمز المكوّن من ستة أرقام</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>الشركة</translation>
    </message>
    <message>
        <source>Company no. {number}</source>
        <translation>شركة رقم {number}</translation>
    </message>
    <message>
        <source>Company&apos;s telephone</source>
        <translation>هاتف الشركة</translation>
    </message>
    <message>
        <source>Compare passport</source>
        <translation>مطابقة الجواز</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>اعتماد النتيجة</translation>
    </message>
    <message numerus="yes">
        <source>Decide %n case(s) together</source>
        <translation>
            <numerusform>البت في الحالات معًا</numerusform>
            <numerusform>البت في حالة واحدة</numerusform>
            <numerusform>البت في حالتين معًا</numerusform>
            <numerusform>البت في %n حالات معًا</numerusform>
            <numerusform>البت في %n حالة معًا</numerusform>
            <numerusform>البت في %n حالة معًا</numerusform>
        </translation>
    </message>
    <message>
        <source>Decide group</source>
        <translation>البت في المجموعة</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>بُتَّ فيها</translation>
    </message>
    <message>
        <source>Defer</source>
        <translation>تأجيل</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>مؤجلون</translation>
    </message>
    <message>
        <source>Deferred pilgrims</source>
        <translation>المعتمرون المؤجلون</translation>
    </message>
    <message>
        <source>Desks disagree: the strictest counts</source>
        <translation>اختلفت المكاتب: تسري النتيجة الأشد</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>الجهاز</translation>
    </message>
    <message>
        <source>Duty supervisor&apos;s service number</source>
        <translation>الرقم الوظيفي للمشرف المناوب</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>Flight</source>
        <translation>الرحلة الجوية</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>إعادة</translation>
    </message>
    <message numerus="yes">
        <source>Good for %n minute(s)</source>
        <translation>
            <numerusform>انتهت صلاحيته</numerusform>
            <numerusform>صالح لدقيقة واحدة</numerusform>
            <numerusform>صالح لدقيقتين</numerusform>
            <numerusform>صالح لمدة %n دقائق</numerusform>
            <numerusform>صالح لمدة %n دقيقة</numerusform>
            <numerusform>صالح لمدة %n دقيقة</numerusform>
        </translation>
    </message>
    <message>
        <source>Here</source>
        <translation>هنا</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>المغادرة</translation>
    </message>
    <message>
        <source>Left at</source>
        <translation>وقت المغادرة</translation>
    </message>
    <message>
        <source>May come back</source>
        <translation>يمكنه العودة</translation>
    </message>
    <message>
        <source>Movements of the permit</source>
        <translation>حركات التصريح</translation>
    </message>
    <message>
        <source>Names (a hint)</source>
        <translation>الأسماء (للاسترشاد)</translation>
    </message>
    <message>
        <source>New since then: {finding}</source>
        <translation>جديد بعد الإحالة: {finding}</translation>
    </message>
    <message>
        <source>No case is chosen</source>
        <translation>لم تُختر حالة</translation>
    </message>
    <message>
        <source>No case waits</source>
        <translation>لا توجد حالة منتظرة</translation>
    </message>
    <message>
        <source>No longer so: {finding}</source>
        <translation>لم يعد قائمًا: {finding}</translation>
    </message>
    <message>
        <source>No record of this permit is here</source>
        <translation>لا يوجد هنا سجل لهذا التصريح</translation>
    </message>
    <message>
        <source>No telephone is known here</source>
        <translation>لا يوجد هنا رقم هاتف</translation>
    </message>
    <message>
        <source>Nobody waits. Whoever is deferred at a lane or here stands in this list for three days, with the telephones of company and group supervisor.</source>
        <translation>لا يوجد مؤجلون. يبقى في هذه القائمة ثلاثة أيام كل من أُجّل في مسار أو هنا، ومعه هاتف الشركة وهاتف مشرف المجموعة.</translation>
    </message>
    <message>
        <source>None before</source>
        <translation>لا حركات سابقة</translation>
    </message>
    <message>
        <source>Not the same: {parts}. Ask for another document</source>
        <translation>غير متطابق: {parts}. اطلب مستندًا آخر</translation>
    </message>
    <message>
        <source>Note for whoever looks next</source>
        <translation>ملاحظة لمن يطّلع بعدك</translation>
    </message>
    <message>
        <source>Nothing was closed today</source>
        <translation>لم تُغلق أي حالة اليوم</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>لا شيء بعد</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Number that they read back</source>
        <translation>الرقم الذي أملاه عليك</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>الضابط</translation>
    </message>
    <message>
        <source>One programme, the same findings. Each case gets its own entry. A case that another desk works on, or that needs a supervisor, stays as it is.</source>
        <translation>برنامج واحد والملاحظات نفسها. تُسجل النتيجة لكل حالة على حدة. وتبقى كما هي كل حالة يعمل عليها مكتب آخر أو يلزمها إذن مشرف.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>الجواز</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Pilgrim</source>
        <translation>المعتمر</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>Read at the lane</source>
        <translation>المقروء في المسار</translation>
    </message>
    <message>
        <source>Reason of the outcome</source>
        <translation>سبب النتيجة</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>طريقة التسجيل</translation>
    </message>
    <message>
        <source>Referral taken back</source>
        <translation>سُحبت الإحالة</translation>
    </message>
    <message>
        <source>Referrals of every lane of this port come here by themselves. Meanwhile look at who was deferred: Ctrl and 2.</source>
        <translation>تصل إلى هنا تلقائيًا إحالات جميع مسارات هذا المنفذ. اطّلع في الأثناء على المؤجلين: ⁦Ctrl+2⁩</translation>
    </message>
    <message>
        <source>Referred at {time}, {lane}, by {officer}</source>
        <translation>أُحيلت {time}، {lane}، الضابط {officer}</translation>
    </message>
    <message>
        <source>Refresh record</source>
        <translation>تحديث السجل</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>رُفض</translation>
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
        <source>Second line</source>
        <translation>الخط الثاني</translation>
    </message>
    <message>
        <source>Sent by the officer</source>
        <translation>أحالها الضابط</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>الرحلة</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>Supervisor&apos;s name for signing in</source>
        <translation>اسم دخول المشرف</translation>
    </message>
    <message>
        <source>Supervisor&apos;s telephone</source>
        <translation>هاتف المشرف</translation>
    </message>
    <message>
        <source>Swipe the passport, or type its number</source>
        <translation>مرّر الجواز أو اكتب رقمه</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>استلام</translation>
    </message>
    <message>
        <source>The case</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>The passport and the record</source>
        <translation>الجواز والسجل</translation>
    </message>
    <message>
        <source>The passport is the permit&apos;s</source>
        <translation>الجواز هو جواز صاحب التصريح</translation>
    </message>
    <message>
        <source>The permit left twice</source>
        <translation>مغادرة مكررة بالتصريح نفسه</translation>
    </message>
    <message>
        <source>The permit left twice. Neither lane knew of the other; find out who really left</source>
        <translation>سُجلت مغادرتان بالتصريح نفسه دون أن يعلم مسار بالآخر؛ تبيّن من الذي غادر فعلًا</translation>
    </message>
    <message>
        <source>The pilgrim has left since</source>
        <translation>غادر المعتمر بعدها</translation>
    </message>
    <message>
        <source>The record now</source>
        <translation>السجل الآن</translation>
    </message>
    <message>
        <source>The referral has not arrived yet</source>
        <translation>لم تصل الإحالة بعد</translation>
    </message>
    <message>
        <source>The referral itself has not arrived from its lane</source>
        <translation>لم تصل الإحالة نفسها من مسارها بعد</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>صالح حتى</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>منتظرة</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>منتظرة</translation>
    </message>
    <message>
        <source>What the lane saw</source>
        <translation>ما رصده المسار</translation>
    </message>
    <message>
        <source>What the lane saw: {verdict}</source>
        <translation>ما رصده المسار: {verdict}</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>ما تم في الحالة</translation>
    </message>
    <message>
        <source>Whom to telephone</source>
        <translation>بمن تتصل</translation>
    </message>
    <message>
        <source>Without a permit</source>
        <translation>بدون تصريح</translation>
    </message>
    <message>
        <source>an entry of a later program</source>
        <translation>قيد من برنامج أحدث</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>تلقائيًا</translation>
    </message>
    <message>
        <source>by the officer&apos;s key</source>
        <translation>بمفتاح الضابط</translation>
    </message>
    <message>
        <source>different: look closely</source>
        <translation>مختلفة: دقّق النظر</translation>
    </message>
    <message>
        <source>gave it back</source>
        <translation>أعادها</translation>
    </message>
    <message>
        <source>nobody named</source>
        <translation>غير مسمّى</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>غير مذكور</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>لم يُقرأ</translation>
    </message>
    <message>
        <source>referred</source>
        <translation>أحالها</translation>
    </message>
    <message>
        <source>spelled otherwise</source>
        <translation>مكتوبة بهجاء آخر</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>متطابقة</translation>
    </message>
    <message>
        <source>took it until {time}</source>
        <translation>استلمها حتى {time}</translation>
    </message>
    <message>
        <source>with you</source>
        <translation>لديك</translation>
    </message>
    <message>
        <source>with {officer}</source>
        <translation>لدى {officer}</translation>
    </message>
    <message>
        <source>{outcome}. {reason}</source>
        <translation>{outcome}. {reason}</translation>
    </message>
    <message>
        <source>{state}, {worker}</source>
        <translation>{state}، {worker}</translation>
    </message>
    <message>
        <source>{who}: {what}</source>
        <translation>{who}: {what}</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>A supervisor or IT changes these.</source>
        <translation>يغيّر هذه مشرف أو الدعم الفني.</translation>
    </message>
    <message>
        <source>Address of the port&apos;s hub</source>
        <translation>عنوان موزّع المنفذ</translation>
    </message>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>فورًا (%n)</numerusform>
            <numerusform>بعد دقيقة (%n)</numerusform>
            <numerusform>بعد دقيقتين (%n)</numerusform>
            <numerusform>بعد %n دقائق</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
        </translation>
    </message>
    <message>
        <source>Arabic-Indic digits</source>
        <translation>أرقام عربية ١٢٣</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>الألوان</translation>
    </message>
    <message>
        <source>Counts and times are written in Arabic-Indic digits in Arabic.</source>
        <translation>تُكتب الأعداد والأوقات بأرقام عربية ١٢٣.</translation>
    </message>
    <message>
        <source>Counts and times are written in Latin digits in Arabic too.</source>
        <translation>تُكتب الأعداد والأوقات بأرقام لاتينية 123.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكنة</translation>
    </message>
    <message>
        <source>Dark letters on a light ground, for a bright hall.</source>
        <translation>حروف داكنة على خلفية فاتحة، لصالة مضيئة.</translation>
    </message>
    <message>
        <source>Departing</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>Detail of the log</source>
        <translation>تفصيل السجل</translation>
    </message>
    <message>
        <source>Digits in Arabic</source>
        <translation>الأرقام في العربية</translation>
    </message>
    <message>
        <source>English</source>
        <translation>⁦English⁩</translation>
    </message>
    <message>
        <source>Every verdict has its tone.</source>
        <translation>لكل نتيجة نغمتها.</translation>
    </message>
    <message>
        <source>Every window speaks Arabic, from right to left.</source>
        <translation>كل النوافذ بالعربية، من اليمين إلى اليسار.</translation>
    </message>
    <message>
        <source>Every window speaks English, from left to right.</source>
        <translation>كل النوافذ بالإنجليزية، من اليسار إلى اليمين.</translation>
    </message>
    <message>
        <source>Everything is written down, from the next start; the disk fills sooner.</source>
        <translation>يُسجَّل كل شيء، من التشغيل القادم، ويمتلئ القرص أسرع.</translation>
    </message>
    <message>
        <source>For this lane</source>
        <translation>لهذا المسار</translation>
    </message>
    <message>
        <source>For whoever looks at this window</source>
        <translation>لمن ينظر إلى هذه النافذة</translation>
    </message>
    <message>
        <source>Found by itself</source>
        <translation>يُعثر عليه تلقائيًا</translation>
    </message>
    <message>
        <source>From the next start hubs are found by signed settings alone.</source>
        <translation>من التشغيل القادم يُعثر على الموزّعات من الإعدادات الموقَّعة فقط.</translation>
    </message>
    <message>
        <source>From the next start the lane also asks the hub at {name}.</source>
        <translation>من التشغيل القادم يسأل المسار أيضًا الموزّع في {name}.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Latin digits</source>
        <translation>أرقام لاتينية 123</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتحة</translation>
    </message>
    <message>
        <source>Light letters on a dark ground, for the night.</source>
        <translation>حروف فاتحة على خلفية داكنة، لعمل الليل.</translation>
    </message>
    <message>
        <source>Little</source>
        <translation>قليل</translation>
    </message>
    <message>
        <source>Lock without a touch</source>
        <translation>القفل عند ترك الجهاز</translation>
    </message>
    <message>
        <source>Much</source>
        <translation>كثير</translation>
    </message>
    <message>
        <source>No camera: scanner and keys alone</source>
        <translation>بلا كاميرا: القارئ والمفاتيح فقط</translation>
    </message>
    <message>
        <source>No serial port is used; scanners that type go on working.</source>
        <translation>لا يُستخدم منفذ تسلسلي، ويستمر القارئ الذي يكتب كلوحة مفاتيح.</translation>
    </message>
    <message>
        <source>None: scanners that type need no setting</source>
        <translation>لا شيء: القارئ الذي يكتب كلوحة مفاتيح لا يحتاج إعدادًا</translation>
    </message>
    <message>
        <source>Nothing yet. Choose something; its effect is shown here.</source>
        <translation>لا شيء بعد. اختر شيئًا ليظهر أثره هنا.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفتوحة</translation>
    </message>
    <message>
        <source>Only what goes wrong is written down, from the next start.</source>
        <translation>لا تُسجَّل إلا الأعطال، من التشغيل القادم.</translation>
    </message>
    <message>
        <source>Returning</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Serial scanner</source>
        <translation>القارئ التسلسلي</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>الأصوات</translation>
    </message>
    <message>
        <source>The camera is let go; permits are read by the scanner alone.</source>
        <translation>تُترك الكاميرا، وتُقرأ التصاريح بالقارئ فقط.</translation>
    </message>
    <message>
        <source>The lane begins with departures, from its next start.</source>
        <translation>يبدأ المسار بالمغادرة، من التشغيل القادم.</translation>
    </message>
    <message>
        <source>The lane begins with returns, from its next start.</source>
        <translation>يبدأ المسار بالعودة، من التشغيل القادم.</translation>
    </message>
    <message>
        <source>The lane listens to this serial scanner at once: {name}.</source>
        <translation>يستمع المسار إلى هذا القارئ التسلسلي فورًا: {name}.</translation>
    </message>
    <message>
        <source>The lane looks through {name} at once; the picture shows it.</source>
        <translation>ينظر المسار من {name} فورًا، وتظهر صورتها.</translation>
    </message>
    <message numerus="yes">
        <source>The window locks when nobody has touched it for %n minutes.</source>
        <translation>
            <numerusform>لا تُترك النافذة مفتوحة: تُقفل فورًا (%n دقيقة).</numerusform>
            <numerusform>تُقفل النافذة إذا لم يلمسها أحد لدقيقة (%n).</numerusform>
            <numerusform>تُقفل النافذة إذا لم يلمسها أحد لدقيقتين (%n).</numerusform>
            <numerusform>تُقفل النافذة إذا لم يلمسها أحد مدة %n دقائق.</numerusform>
            <numerusform>تُقفل النافذة إذا لم يلمسها أحد مدة %n دقيقة.</numerusform>
            <numerusform>تُقفل النافذة إذا لم يلمسها أحد مدة %n دقيقة.</numerusform>
        </translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>معتاد</translation>
    </message>
    <message>
        <source>Verdicts are silent: look at each one.</source>
        <translation>النتائج بلا صوت: انظر إلى كل نتيجة.</translation>
    </message>
    <message>
        <source>Way the lane begins</source>
        <translation>الاتجاه عند بدء المسار</translation>
    </message>
    <message>
        <source>What IT usually needs is written down, from the next start.</source>
        <translation>يُسجَّل ما يحتاجه الدعم الفني عادة، من التشغيل القادم.</translation>
    </message>
    <message>
        <source>What changes when you save</source>
        <translation>ما الذي يتغير عند الحفظ</translation>
    </message>
    <message>
        <source>Whichever is plugged in</source>
        <translation>أي قارئ موصول</translation>
    </message>
    <message>
        <source>{name}: {before}, then {after}</source>
        <translation>{name}: {before}، ثم {after}</translation>
    </message>
    <message>
        <source>العربية</source>
        <translation>العربية</translation>
    </message>
</context>
<context>
    <name>Shift</name>
    <message>
        <source>Begin: departures</source>
        <translation>ابدأ: مغادرة</translation>
    </message>
    <message>
        <source>Begin: returns</source>
        <translation>ابدأ: عودة</translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation>أُجّلوا</translation>
    </message>
    <message>
        <source>Deferred pilgrims who wait</source>
        <translation>معتمرون مؤجلون ينتظرون</translation>
    </message>
    <message>
        <source>Departed</source>
        <translation>غادروا</translation>
    </message>
    <message>
        <source>Departures</source>
        <translation>مغادرة</translation>
    </message>
    <message>
        <source>Go on without a shift</source>
        <translation>المتابعة بلا وردية</translation>
    </message>
    <message>
        <source>Open cases of the port</source>
        <translation>حالات المنفذ المفتوحة</translation>
    </message>
    <message>
        <source>Recorded without a key</source>
        <translation>سُجلت بلا مفتاح</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>رُفضوا</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>عادوا</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>عودة</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>عمليات المسح</translation>
    </message>
    <message>
        <source>Seconds a passenger</source>
        <translation>ثوانٍ لكل مسافر</translation>
    </message>
    <message>
        <source>Sent to the second line</source>
        <translation>أُحيلوا إلى الخط الثاني</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>أُلغيت</translation>
    </message>
    <message>
        <source>Welcome, {name}</source>
        <translation>مرحبًا، {name}</translation>
    </message>
    <message>
        <source>Which way does this lane work?</source>
        <translation>في أي اتجاه يعمل هذا المسار؟</translation>
    </message>
    <message>
        <source>{direction} · {lane} · since {moment} ({age})</source>
        <translation>{direction} · {lane} · منذ {moment} ({age})</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>مفتاح الأحرف الكبيرة مفعّل</translation>
    </message>
    <message>
        <source>Code, if you have one</source>
        <translation>الرمز، إن كان لديك رمز</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>ألوان داكنة</translation>
    </message>
    <message>
        <source>Everything done here is recorded under your name</source>
        <translation>كل ما يتم هنا يُسجَّل باسمك</translation>
    </message>
    <message>
        <source>Forgotten password or code</source>
        <translation>نسيت كلمة المرور أو الرمز</translation>
    </message>
    <message>
        <source>Help by telephone</source>
        <translation>مساعدة بالهاتف</translation>
    </message>
    <message>
        <source>It lets you in for one shift. It is written down who helped</source>
        <translation>تسمح لك بالدخول لوردية واحدة، ويُسجَّل من ساعدك</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>ألوان فاتحة</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>اسم الدخول</translation>
    </message>
    <message>
        <source>Not read: begin a shift, then scan again</source>
        <translation>لم تتم القراءة: ابدأ وردية ثم امسح من جديد</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Signed in with the help of {login}, for this shift only</source>
        <translation>تم الدخول بمساعدة {login} لهذه الوردية فقط</translation>
    </message>
    <message>
        <source>Six digits from your telephone</source>
        <translation>ستة أرقام من هاتفك</translation>
    </message>
    <message>
        <source>The keyboard writes Arabic letters: change it with Alt+Shift</source>
        <translation>لوحة المفاتيح تكتب حروفًا عربية: غيّرها بالضغط على ⁦Alt+Shift⁩</translation>
    </message>
    <message>
        <source>The staff list ended on {moment}. Sync, or bring a stick; until then a duty supervisor can help by telephone</source>
        <translation>انتهت صلاحية قائمة العاملين في {moment}. زامِن أو أحضر وحدة تخزين؛ وحتى ذلك الحين يساعدك مشرف المناوبة بالهاتف</translation>
    </message>
    <message>
        <source>The staff list is good until {moment}</source>
        <translation>قائمة العاملين صالحة حتى {moment}</translation>
    </message>
    <message>
        <source>The staff list is {age} old. Nobody can sign in from {moment} on: sync, or bring a stick</source>
        <translation>عمر قائمة العاملين {age}. لن يستطيع أحد الدخول ابتداءً من {moment}: زامِن أو أحضر وحدة تخزين</translation>
    </message>
    <message>
        <source>There is no staff list yet. Sync, or bring a stick, then try again</source>
        <translation>لا توجد قائمة عاملين بعد. زامِن أو أحضر وحدة تخزين ثم أعد المحاولة</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>أعد المحاولة بعد {time}</translation>
    </message>
    <message>
        <source>Type your login</source>
        <translation>اكتب اسم الدخول</translation>
    </message>
    <message>
        <source>Type your login; the duty supervisor will ask for it</source>
        <translation>اكتب اسم الدخول؛ سيسألك عنه مشرف المناوبة</translation>
    </message>
    <message>
        <source>Type your password</source>
        <translation>اكتب كلمة المرور</translation>
    </message>
    <message>
        <source>Umrah checkpoint</source>
        <translation>نقطة تصاريح العمرة</translation>
    </message>
</context>
<context>
    <name>Supervisor</name>
    <message>
        <source>All ports</source>
        <translation>كل المنافذ</translation>
    </message>
    <message>
        <source>All ports, as the registry had them at {time}</source>
        <translation>كل المنافذ كما كانت في السجل المركزي الساعة {time}</translation>
    </message>
    <message>
        <source>All tables as CSV</source>
        <translation>كل الجداول بصيغة ⁦CSV⁩</translation>
    </message>
    <message>
        <source>All tables as XLSX</source>
        <translation>كل الجداول بصيغة ⁦XLSX⁩</translation>
    </message>
    <message>
        <source>Asking the registry for all ports…</source>
        <translation>جارٍ سؤال السجل المركزي عن كل المنافذ…</translation>
    </message>
    <message>
        <source>At a glance</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>ملف ⁦CSV⁩</translation>
    </message>
    <message>
        <source>Companies</source>
        <translation>الشركات</translation>
    </message>
    <message>
        <source>Daily report as PDF</source>
        <translation>التقرير اليومي بصيغة ⁦PDF⁩</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>إكسل</translation>
    </message>
    <message>
        <source>Flights</source>
        <translation>الرحلات</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>الساعات</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>المسارات</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>الموظفون</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>طباعة</translation>
    </message>
    <message>
        <source>Referrals and orders</source>
        <translation>الإحالات والأوامر</translation>
    </message>
    <message>
        <source>Seconds each (median)</source>
        <translation>ثوانٍ لكل معتمر (وسيط)</translation>
    </message>
    <message>
        <source>Shifts</source>
        <translation>الورديات</translation>
    </message>
    <message>
        <source>The port&apos;s day</source>
        <translation>يوم المنفذ</translation>
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
