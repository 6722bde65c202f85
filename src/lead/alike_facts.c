/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts about words that say nothing of who is meant: see alike_internal.h. A word stands here if nobody, or
 * hardly anybody, is called so; who would lose his own mailbox or name by it (Sales is a family name, and
 * many are known by two letters) is spared by the rules of the keys, which ask for whole local parts and
 * whole names.
 */
#include "lead/alike_internal.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/bare.h"
#include "base/map.h"

/* Words between commas. */
static const struct {
	enum facts facts;
	uint32_t is;
	const char *words;
} lists[] = {
	/* ---------------------------------------------------------- local parts, without dots and dashes */
	{ FACTS_MAIL, MAIL_BRANCH,
	  "info,infos,information,informations,noreply,noreplies,donotreply,dontreply,nichtantworten,"
	  "nepasrepondre,noresponder,nonrispondere,mailerdaemon,postmaster,webmaster,hostmaster,"
	  "helpdesk,servicedesk,customerservice,customercare,customersupport,kundenservice,"
	  "kundenbetreuung,newsletter" },
	{ FACTS_MAIL, MAIL_ROLE,
	  "abuse,academy,accounting,accountmanager,accounts,accountspayable,accountsreceivable,"
	  "accountant,admin,administration,administrator,admins,admissions,advertising,alerts,all,"
	  "announcements,api,appointment,appointments,automation,backoffice,billing,board,booking,"
	  "bookings,bookkeeping,bounce,bounces,box,bizdev,business,businessdevelopment,callcenter,care,"
	  "career,careers,ceo,cfo,claims,client,clients,clientservices,cmo,commercial,communication,"
	  "communications,community,company,compliance,concierge,conference,connect,contact,contactus,"
	  "contacts,contracts,coo,corporate,crm,cto,custserv,customer,customerrelations,customers,data,"
	  "dataprotection,delivery,demo,deploy,design,developer,developers,development,devops,digital,"
	  "director,directors,dispatch,distribution,donations,dpo,ecommerce,editor,editorial,education,"
	  "email,emails,employment,engineering,enquire,enquiries,enquiry,estimating,events,everyone,"
	  "export,facilities,fax,feedback,finance,financial,frontdesk,frontoffice,ftp,fundraising,gdpr,"
	  "general,generalmanager,group,hallo,head,headoffice,hello,help,hey,hi,hola,hotel,hq,hr,"
	  "humanresources,import,inbound,inbox,inquire,inquiries,inquiry,insurance,international,"
	  "internet,intranet,investor,investorrelations,investors,invoice,invoices,invoicing,it,"
	  "itsupport,jobs,kyc,lab,leads,learning,legal,library,list,logistics,mail,mailbox,mailing,"
	  "main,maintenance,management,manager,managers,marketing,marketingteam,media,meeting,meetings,"
	  "membership,members,mktg,network,news,noc,notification,notifications,notify,office,"
	  "officeadmin,officemanager,online,onlineshop,operations,ops,order,orders,owner,partner,"
	  "partners,partnership,partnerships,payable,payables,payment,payments,payroll,people,photo,"
	  "planning,plant,post,press,privacy,procurement,production,products,project,projects,"
	  "projectmanager,promo,promotions,property,publicity,publicrelations,purchase,purchasing,"
	  "quality,query,questions,quotation,quotations,quote,quotes,receivables,reception,"
	  "receptionist,recruit,recruiter,recruiting,recruitment,referrals,register,registrar,"
	  "registration,relations,rentals,reply,reports,request,requests,research,reservation,"
	  "reservations,resume,resumes,returns,rsvp,rma,root,rrhh,sale,sales,salesinfo,salesteam,"
	  "salesdept,schedule,scheduling,school,secretary,security,seo,server,service,services,"
	  "shipping,shop,showroom,social,socialmedia,solutions,staff,store,studio,subscribe,"
	  "subscriptions,success,supplier,suppliers,supply,support,supportteam,survey,sysadmin,system,"
	  "systems,talent,tax,team,tech,technical,techsupport,technicalsupport,technology,ticket,"
	  "tickets,tours,training,travel,treasurer,unsubscribe,vendor,vendors,visit,voicemail,"
	  "volunteer,warehouse,warranty,web,website,webshop,welcome,wholesale,work,"
	  /* German */
	  "abrechnung,ausbildung,anfrage,anfragen,anmeldung,auftrag,bestellung,bestellungen,bewerbung,"
	  "bewerbungen,buchhaltung,buchung,buero,büro,datenschutz,disposition,einkauf,empfang,"
	  "geschaeftsfuehrung,geschäftsführung,geschaeftsleitung,geschaeftsstelle,immobilien,karriere,"
	  "kanzlei,kontakt,kundendienst,kunden,lager,leitung,personal,personalabteilung,poststelle,"
	  "praxis,presse,produktion,rechnung,rechnungen,rechnungseingang,redaktion,rezeption,"
	  "sekretariat,technik,termin,termine,vermietung,versand,vertrieb,verkauf,vertriebsteam,"
	  "verwaltung,vorstand,werkstatt,zentrale,"
	  /* French */
	  "accueil,administratif,agence,achats,bureau,candidature,candidatures,cabinet,commande,"
	  "commandes,compta,comptabilite,comptabilité,courrier,devis,direction,facturation,factures,"
	  "formation,gestion,mairie,recrutement,sav,secretariat,serviceclient,servicecommercial,ventes,"
	  /* Spanish, Portuguese, Italian */
	  "administracion,administração,administracao,administrativo,administrador,atencionalcliente,"
	  "atendimento,atencioncliente,cobranza,cobranzas,comercial,compras,consultas,contabilidad,"
	  "contabilidade,contacto,contato,correo,cotizaciones,direccion,diretoria,empleo,facturacion,"
	  "facturas,faturamento,ferias,financeiro,finanzas,gerencia,juridico,logistica,mercadeo,"
	  "oficina,orcamento,orcamentos,pedidos,proveedores,recepcion,recepcao,recursoshumanos,"
	  "reservas,sac,secretaria,sistemas,soporte,suporte,tienda,vendas,ventas,acquisti,"
	  "amministrazione,assistenza,clienti,commerciale,contabilita,contatti,contatto,direzione,"
	  "fatture,fatturazione,ordini,personale,prenotazioni,preventivi,qualita,risorseumane,"
	  "segreteria,servizioclienti,ufficio,ufficioacquisti,ufficiocommerciale,ufficiostampa,"
	  "ufficiotecnico,vendite,"
	  /* Dutch, Polish, Czech, the North */
	  "aanvraag,administratie,bestellingen,boekhouding,facturen,klantenservice,receptie,"
	  "secretariaat,verkoop,vacatures,werkplaats,biuro,faktury,firma,handlowy,kadry,ksiegowosc,"
	  "marketing,sklep,sprzedaz,zamowienia,fakturace,fakturor,faktura,fakturamottak,obchod,"
	  "objednavky,podatelna,prodej,uctarna,bogholderi,butik,ekonomi,firmapost,forsaljning,"
	  "kundeservice,kundtjanst,lager,myynti,okonomi,ordre,postmottak,reception,resepsjon,regnskab,"
	  "regnskap,salg,toimisto" },
	{ FACTS_MAIL, MAIL_NOTHING,
	  "a,aaa,abc,abcd,abcde,abcdef,abc123,abcxyz,anon,anonym,anonymous,anybody,anyone,asd,asdasd,"
	  "asdf,asdfasdf,asdfg,asdfgh,asdfghjkl,asdfjkl,b,bla,blabla,blah,c,dummy,example,emailaddress,"
	  "fake,fakeemail,firstlast,firstname,firstnamelastname,foo,foobar,hidden,ignore,invalid,keine,"
	  "keineemail,lastname,lead,mymail,myemail,na,name,nil,no,noaddress,noemail,noemailaddress,"
	  "noemailprovided,noone,nope,nobody,nomail,none,nonegiven,nonexistent,noname,nospam,not,"
	  "notapplicable,notavailable,notgiven,nothanks,nothing,notknown,notprovided,null,placeholder,"
	  "private,qwe,qwer,qwert,qwerty,qwertyuiop,qwertz,sample,somebody,someone,spam,tba,tbc,tbd,"
	  "temp,test,testaccount,testcontact,testemail,tester,testerson,testing,testlead,testmail,"
	  "testtest,testuser,trash,undefined,unbekannt,unknown,unknownemail,user,username,x,xx,xxx,"
	  "xxxx,xxxxx,xxxxxx,xy,xyz,y,yourname,youremail,z,zz,zzz,0,00,000,1,11,111,12,123,1234,12345,"
	  "123456,1234567,12345678,123456789,1234567890,sinemail,sincorreo,notiene,nepossedepas" },

	/* ------------------------------------------------------------------------------------ hosts */
	{ FACTS_HOST, HOST_NOTHING,
	  "abc.xyz,asdf.com,asdf.de,beispiel.de,domain.com,domain.de,domain.net,domain.org,domaine.fr,"
	  "dominio.com,dummy.com,fake.com,fakemail.com,foo.bar,foo.com,invalid.com,"
	  "localhost.localdomain,mydomain.com,myemail.com,n.a,na.com,na.na,nada.com,no.com,no.email,"
	  "no.mail,no.no,nodomain.com,noemail.com,noemail.org,nomail.com,nomail.de,none.com,none.net,"
	  "none.none,none.org,noreply.com,nospam.com,notgiven.com,notprovided.com,nowhere.com,null.com,"
	  "null.null,placeholder.com,sample.com,somewhere.com,spam.com,test.at,test.ch,test.co,"
	  "test.com,test.co.uk,test.de,test.es,test.fr,test.it,test.net,test.nl,test.org,test.test,"
	  "tbd.com,unknown.com,unknown.net,unknown.org,unknown.unknown,unbekannt.de,x.com.com,xx.com,"
	  "xx.xx,xxx.com,xxx.xx,xxx.xxx,xyz.xyz,yourcompany.com,yourdomain.com,youremail.com,"
	  "yoursite.com" },
	{ FACTS_HOST, HOST_PROFILE,
	  "about.me,amazon.com,amazon.de,angel.co,apps.apple.com,behance.net,bit.ly,crunchbase.com,"
	  "ebay.com,ebay.de,etsy.com,facebook.com,fb.com,fb.me,g.page,gelbeseiten.de,github.com,"
	  "glassdoor.com,goo.gl,google.com,google.de,indeed.com,instagram.com,kununu.com,linkedin.com,"
	  "linktr.ee,lnkd.in,medium.com,meetup.com,pagesjaunes.fr,pinterest.com,play.google.com,"
	  "reddit.com,t.co,t.me,threads.net,tiktok.com,tinyurl.com,tripadvisor.com,twitter.com,"
	  "upwork.com,viadeo.com,vimeo.com,vk.com,wa.me,wikipedia.org,x.com,xing.com,yellowpages.com,"
	  "yelp.com,youtu.be,youtube.com" },
	{ FACTS_HOST, HOST_NOWHERE, "example,invalid,localdomain,localhost,test" },
	{ FACTS_HOST, HOST_FAMILY,
	  "aol,gmail,gmx,googlemail,hotmail,live,mailinator,outlook,proton,protonmail,rocketmail,"
	  "tutanota,windowslive,yahoo,yandex,ymail" },
	{ FACTS_HOST, HOST_PUBLIC,
	  "aim.com,aol.com,att.net,bellsouth.net,bigpond.com,bigpond.net.au,caramail.com,"
	  "centurylink.net,centurytel.net,charter.net,comcast.net,compuserve.com,cox.net,dr.com,"
	  "duck.com,earthlink.net,email.com,embarqmail.com,engineer.com,europe.com,excite.com,"
	  "fastmail.com,fastmail.fm,fastmail.net,frontier.com,frontiernet.net,hey.com,hush.com,"
	  "hushmail.com,icloud.com,inbox.com,juno.com,lycos.com,mac.com,mail.com,mailfence.com,me.com,"
	  "mindspring.com,msn.com,myself.com,netscape.net,netzero.net,optonline.net,optimum.net,"
	  "passport.com,pm.me,pobox.com,posteo.de,posteo.net,prodigy.net,proton.me,rediff.com,"
	  "rediffmail.com,roadrunner.com,rogers.com,rr.com,runbox.com,sbcglobal.net,shaw.ca,swbell.net,"
	  "pacbell.net,ameritech.net,snet.net,nvbell.net,flash.net,sympatico.ca,telus.net,tuta.io,"
	  "tuta.com,tutamail.com,keemail.me,tds.net,twc.com,usa.com,usa.net,verizon.net,videotron.ca,"
	  "webtv.net,windstream.net,worldnet.att.net,zoho.com,zohomail.com,zoho.eu,zoho.in,sina.com,"
	  "xtra.co.nz,passmail.net,privaterelay.appleid.com,mozmail.com,simplelogin.com,"
	  /* Germany, Austria, Switzerland */
	  "arcor.de,a1.net,aon.at,bluewin.ch,bluemail.ch,chello.at,directbox.com,drei.at,email.de,"
	  "eclipso.de,freenet.de,freenetmail.de,gmx.net,gmx.org,hispeed.ch,ewetel.net,ewe.net,"
	  "htp-tel.de,hotmail.de,inode.at,kabelbw.de,kabelmail.de,liwest.at,magenta.de,mail.de,"
	  "mailbox.org,netcologne.de,o2online.de,online.de,onlinehome.de,osnanet.de,sunrise.ch,"
	  "swissonline.ch,t-online.de,t-online.at,tele2.at,unitybox.de,utanet.at,versanet.de,"
	  "vodafone.de,vodafonemail.de,vol.at,vtxmail.ch,web.de,"
	  /* France, Belgium, the Netherlands, Luxembourg */
	  "9online.fr,aliceadsl.fr,bbox.fr,belgacom.be,cegetel.net,casema.nl,chello.nl,"
	  "club-internet.fr,dbmail.com,free.fr,hetnet.nl,home.nl,kpnmail.nl,kpnplanet.nl,laposte.net,"
	  "live.nl,neuf.fr,noos.fr,numericable.fr,onsbrabantnet.nl,orange.fr,pandora.be,planet.nl,"
	  "pt.lu,proximus.be,quicknet.nl,scarlet.be,sfr.fr,skynet.be,solcon.nl,tele2.nl,telenet.be,"
	  "upcmail.nl,voila.fr,voo.be,wanadoo.fr,wanadoo.nl,xs4all.nl,ziggo.nl,zeelandnet.nl,zonnet.nl,"
	  "orange.be,"
	  /* Italy, Spain, Portugal, Latin America */
	  "alice.it,aliceposta.it,aruba.it,bol.com.br,clix.pt,email.it,fastwebnet.it,fibertel.com.ar,"
	  "globo.com,globomail.com,ig.com.br,inwind.it,iol.it,iol.pt,legalmail.it,libero.it,live.it,"
	  "netcabo.pt,ono.com,oi.com.br,pec.it,poste.it,prodigy.net.mx,r7.com,sapo.pt,speedy.com.ar,"
	  "telefonica.net,telepac.pt,terra.com.br,terra.com,terra.es,tim.it,tin.it,tiscali.it,"
	  "tiscalinet.it,tiscali.co.uk,uol.com.br,virgilio.it,wanadoo.es,wind.it,windtre.it,"
	  "zipmail.com.br,orange.es,arnet.com.ar,ciudad.com.ar,"
	  /* Britain, Ireland, the North */
	  "blueyonder.co.uk,btconnect.com,btinternet.com,btopenworld.com,eircom.net,fsmail.net,"
	  "gmx.co.uk,lineone.net,ntlworld.com,o2.co.uk,orange.net,plus.net,plusnet.com,sky.com,"
	  "talk21.com,talktalk.net,tesco.net,virgin.net,virginmedia.com,wanadoo.co.uk,zen.co.uk,"
	  "vodafone.ie,bredband.net,bredband2.com,comhem.se,elisanet.fi,glocalnet.net,home.se,"
	  "kolumbus.fi,live.dk,live.no,luukku.com,mail.dk,mail.tele.dk,online.no,pp.inet.fi,"
	  "saunalahti.fi,spray.se,stofanet.dk,suomi24.fi,swipnet.se,telia.com,tele2.se,broadpark.no,"
	  "getmail.no,jubii.dk,ofir.dk,post.tele.dk,tdcadsl.dk,youmail.dk,"
	  /* The East and the South-East */
	  "abv.bg,atlas.cz,atlas.sk,azet.sk,bigmir.net,bk.ru,centrum.cz,centrum.sk,citromail.hu,"
	  "email.cz,freemail.hu,gazeta.pl,hanmail.net,i.ua,inbox.lv,inbox.lt,inbox.ru,indamail.hu,"
	  "interia.eu,interia.pl,internode.on.net,internet.ru,list.ru,mail.bg,mail.ee,mail.ru,meta.ua,"
	  "narod.ru,net.hr,o2.pl,onet.eu,onet.pl,op.pl,poczta.fm,poczta.onet.pl,post.cz,post.sk,"
	  "quick.cz,rambler.ru,seznam.cz,t-online.hu,tlen.pl,tut.by,ukr.net,upcpoczta.pl,vip.onet.pl,"
	  "volny.cz,vp.pl,wp.pl,ya.ru,zoznam.sk,otenet.gr,in.gr,forthnet.gr,mynet.com,superonline.com,"
	  "ttmail.com,walla.co.il,walla.com,012.net.il,netvision.net.il,bezeqint.net,zahav.net.il,"
	  /* Asia and the Pacific */
	  "126.com,139.com,163.com,188.com,189.cn,21cn.com,aliyun.com,biglobe.ne.jp,daum.net,"
	  "docomo.ne.jp,eyou.com,ezweb.ne.jp,foxmail.com,gmail.co,hinet.net,i.softbank.jp,iinet.net.au,"
	  "indiatimes.com,kakao.com,naver.com,nate.com,netspace.net.au,nifty.com,optusnet.com.au,"
	  "ocn.ne.jp,paran.com,qq.com,sancharnet.in,seed.net.tw,singnet.com.sg,sify.com,softbank.ne.jp,"
	  "sohu.com,sina.cn,sina.com.cn,so-net.ne.jp,tom.com,tpg.com.au,vip.163.com,vip.qq.com,"
	  "vsnl.com,vsnl.net,wo.cn,yeah.net,mweb.co.za,telkomsa.net,vodamail.co.za,webmail.co.za,"
	  "iafrica.com,lantic.net,slingshot.co.nz,clear.net.nz,paradise.net.nz,ihug.co.nz,"
	  "emirates.net.ae,eim.ae,"
	  /* For an hour or a day */
	  "10minutemail.com,20minutemail.com,anonbox.net,burnermail.io,byom.de,discard.email,"
	  "discardmail.com,dispostable.com,dropmail.me,emailondeck.com,fakeinbox.com,"
	  "fakemailgenerator.com,getairmail.com,getnada.com,grr.la,guerrillamail.biz,guerrillamail.com,"
	  "guerrillamail.de,guerrillamail.info,guerrillamail.net,guerrillamail.org,"
	  "guerrillamailblock.com,inboxbear.com,inboxkitten.com,jetable.org,mail-temp.com,"
	  "mailcatch.com,maildrop.cc,mailexpire.com,mailnesia.com,mailnull.com,mailsac.com,"
	  "mintemail.com,mohmal.com,moakt.com,mytemp.email,mytrashmail.com,nada.email,sharklasers.com,"
	  "sofort-mail.de,spam4.me,spambog.com,spamgourmet.com,spamex.com,temp-mail.io,temp-mail.org,"
	  "temp-mail.ru,tempail.com,tempinbox.com,tempmail.com,tempmail.de,tempmail.net,tempmailo.com,"
	  "tempr.email,throwawaymail.com,trash-mail.com,trash-mail.de,trashmail.com,trashmail.de,"
	  "trashmail.net,trbvm.com,wegwerfemail.de,wegwerfmail.de,yopmail.com,yopmail.fr,yopmail.net,"
	  "einrot.com,cuvox.de,dayrep.com,armyspy.com,fleckens.hu,gustr.com,jourrapide.com,rhyta.com,"
	  "superrito.com,teleworm.us" },

	/* -------------------------------------------------------------------------------- companies */
	{ FACTS_COMPANY, COMPANY_FORM,
	  "ab,ag,as,asa,bv,co,company,corp,corporation,gmbh,inc,incorporated,incorporation,jsc,cjsc,"
	  "ojsc,pjsc,kg,kgaa,limited,llc,llp,lllp,lp,ltd,nv,ohg,pc,plc,pllc,pte,pty,pvt,sa,se,ulc,"
	  "private limited,public limited company,limited liability company,"
	  "limited liability partnership,limited partnership,limited company,public company limited,"
	  /* German */
	  "aktiengesellschaft,beschrankt haftend,eg,ek,ekfm,ekfr,ev,gbr,gag,ggmbh,ges mbh,gesmbh,"
	  "gesellschaft mbh,gesellschaft mit beschrankter haftung,haftungsbeschrankt,"
	  "kommanditgesellschaft,mbh,og,partg,partg mbb,partgmbb,partmbb,ug,unternehmergesellschaft,"
	  "vvag,eingetragener kaufmann,eingetragener verein,"
	  /* French, Italian, Spanish, Portuguese, Latin America */
	  "eurl,sarl,sarlu,sas,sasu,sca,scop,scp,selarl,snc,societe anonyme,"
	  "societe a responsabilite limitee,societe par actions simplifiee,sapa,spa,srl,srls,scarl,"
	  "scrl,societa per azioni,societa a responsabilita limitata,sa de cv,sab de cv,s de rl de cv,"
	  "s de rl,sapi de cv,sapib de cv,srl de cv,sc de rl,slu,sl,slp,slne,sociedad anonima,"
	  "sociedad limitada,sociedade anonima,sau,saic,sacif,sa cv,eireli,limitada,lda,ltda,ltda me,"
	  "unipessoal lda,"
	  /* Dutch, the North */
	  "bvba,cvba,sprl,vof,besloten vennootschap,naamloze vennootschap,aktiebolag,aktieselskab,"
	  "aksjeselskap,ans,anpartsselskab,aps,hb,ivs,ks,oy,oyj,oy ab,osakeyhtio,publ,ehf,hf,"
	  /* The East and the South-East */
	  "dd,doo,dooel,ead,eood,ood,kft,kkt,nyrt,zrt,bt,korlatolt felelossegu tarsasag,sro,spol sro,"
	  "ks,vos,sia,uab,ou,osauhing,tov,sp zoo,spolka zoo,sp zo o,sp k,spk,sp j,spj,spka,spzoo,"
	  "spolka akcyjna,spolka z ograniczona odpowiedzialnoscia,ooo,oao,zao,pao,ооо,оао,зао,пао,ао,"
	  "ип,тов,ld sti,ltd sti,limited sirketi,anonim sirketi,epe,ike,"
	  /* Asia, Africa, the Pacific */
	  "bhd,sdn bhd,berhad,fzc,fzco,fze,fz llc,gk,godo kaisha,kabushiki kaisha,kabushiki gaisha,kk,"
	  "opc,psc,pjsc,qsc,saog,saoc,tbk,wll,yk,yugen kaisha,株,有,주,주식회사,유한회사,pcl,cc,"
	  "proprietary limited,pty limited,national association,cie,gesbr,sat,sll,ky,tmi,ry,kht,sti,유,"
	  "cv,scs,scpa,smba,kda,sal,sh a,shpk,sh pk,vzw,asbl,aisbl,unltd,sicav,akc spol,ska,sp p,s en c" },
	{ FACTS_COMPANY, COMPANY_FORM_BEFORE,
	  "the,pt,ooo,oao,zao,pao,ооо,оао,зао,пао,ао,ип,тов,tov,uab,sia,sarl,sas,sasu,eurl,firma,株,有,주,"
	  "주식회사,유,유한회사" },
	{ FACTS_COMPANY, COMPANY_FORM_DOTS, "ac,ad,ca,ec,eu,kd,na,pa,sac,sc,sf,sp,ss" },
	{ FACTS_COMPANY, COMPANY_AND, "and,und,et,y,e,i,en,es,och,og,ve,и" },
	{ FACTS_COMPANY, COMPANY_NOTHING,
	  "0,00,000,0000,1,11,111,123,1234,12345,abc,abc company,an individual,anonymous,any,asd,asdf,"
	  "asdfasdf,blank,business,by myself,company,company name,company unknown,companyname,"
	  "confidential,consumer,contractor,default,demo,dummy,empty,employed,entrepreneur,example,"
	  "example company,fake,familie,family,firma,foo,foobar,freelance,freelancer,freiberufler,"
	  "freiberuflich,home,homemaker,housewife,in transition,independant,independent,independiente,"
	  "indépendant,individual,individuals,ind,inconnu,job seeker,jobseeker,ka,keine,keine angabe,"
	  "keine firma,kein unternehmen,looking,me,me myself & i,mine,my company,my self,mycompany,"
	  "myself,na,nil,no,no company,no company name,no company provided,no employer,no name,"
	  "nocompany,nobody,non applicable,non renseigne,none,none given,none listed,none provided,"
	  "noname,not a company,not applicable,not available,not disclosed,not employed,not entered,"
	  "not given,not known,not listed,not provided,not specified,not working,not yet,nothing,"
	  "ninguna,ninguno,null,other,others,own,own business,particulier,particular,pensioner,person,"
	  "personal,personal use,please select,privat,privatkunde,privatperson,private,"
	  "private individual,private person,private use,privato,prive,qwerty,rentner,retired,retraite,"
	  "sample,sample company,schuler,select,self,self employed,selfemployed,self employee,"
	  "self employeed,self emp,selbstandig,selbststandig,sin empresa,sole trader,sole proprietor,"
	  "some company,student,studentin,students,tba,tbc,tbd,temp,test,test account,test co,"
	  "test company,test inc,testcompany,tester,testfirma,testing,unaffiliated,unavailable,"
	  "unbekannt,undefined,unemployed,unknown,unknown company,university student,unspecified,"
	  "various,xx,xxx,xxxx,xxxxx,xyz,your company,zzz,nana,none none,test1,test2,test3,test12,"
	  "test123,test test,asdf asdf,self employed freelance,freelance self employed,does not apply,"
	  "no aplica,aucun,aucune,geen,ingen,brak,nessuna,nessuno,nicht bekannt,nicht angegeben,"
	  "nicht vorhanden,freier mitarbeiter,autonomo,autonoma,libero professionista,"
	  "auto entrepreneur,micro entrepreneur,unternehmen,entreprise,empresa,azienda,societe,"
	  "ikke oplyst,zzp,zzper" },

	/* ------------------------------------------------------------------------------------ names */
	{ FACTS_NAME, NAME_TITLE,
	  "mr,mrs,ms,miss,mx,sir,dr,doctor,prof,professor,rev,reverend,capt,lt,sgt,esq,jr,sr,snr,jnr,"
	  "ii,iii,iv,phd,mba,md,dds,dmd,dvm,cpa,cfa,pmp,rn,msc,bsc,beng,meng,llm,llb,jd,edd,ceo,cto,"
	  "cfo,herr,hr,frau,fr,hrn,dipl,dipling,diplkfm,diplbetrw,dring,drmed,drjur,drphil,drrernat,"
	  "ing,mag,med,jur,rer,habil,kfm,fh,mme,mlle,monsieur,madame,mademoiselle,mm,dra,sra,srta,"
	  "senor,senora,senorita,sig,sigra,signor,signora,signorina,dott,dottssa,dottore,avv,geom,arq,"
	  "lic,dhr,mevr,mw,drs,ir,mgr,inz,shri,smt,господин,госпожа" },
	{ FACTS_NAME, NAME_NONE,
	  "unknown,unbekannt,inconnu,desconocido,desconhecido,sconosciuto,null,undefined,none,noname,"
	  "nofirstname,nolastname,firstname,not,lastname,fname,lname,vorname,nachname,surname,"
	  "notprovided,provided,unspecified" },
	{ FACTS_NAME, NAME_NOTHING,
	  "na,nil,account,admin,administrator,anon,anonym,anonymous,asd,asdf,asdfg,asdfgh,available,"
	  "blank,client,company,contact,customer,deleted,demo,dummy,empty,example,fake,first,foo,"
	  "foobar,friend,given,guest,info,kunde,kein,keine,last,lead,member,name,new,no,nobody,office,"
	  "owner,person,qwerty,sales,sample,someone,sir,support,tba,tbc,tbd,team,temp,test,tester,"
	  "testing,testname,the,user,visitor,x,xx,xxx,xxxx,xyz,your" },
};

static struct map maps[FACTS];
static struct arena kept;

/* Appends a bare text's words as keys have them. */
static void append_words(struct buf *out, struct str bare)
{
	size_t start = out->n, word = start;

	buf_room(out, bare.n + 1);
	for (size_t i = 0; i < bare.n; i++) {
		if (bare_is_word[(unsigned char)bare.p[i]] || bare.p[i] == '&') {
			bare_put(out, word, bare.p[i]);
		} else if (bare.p[i] != '\'' && out->n > word) {
			out->p[out->n++] = ' ';
			word = out->n;
		}
	}
	if (out->n > start && out->n == word)
		out->n--;
}

static void add(struct map *m, struct str word, uint32_t is)
{
	uint32_t *known = map_find(m, word);

	if (known)
		*known |= is;
	else
		map_put(m, arena_copy(&kept, word), is);
}

/* A form of several words is known by its last, too. */
static void add_company(struct str words, uint32_t is)
{
	const char *space = memrchr(words.p, ' ', words.n);

	add(&maps[FACTS_COMPANY], words, is);
	if (space && is == COMPANY_FORM)
		add(&maps[FACTS_COMPANY], str_slice(words, (size_t)(space + 1 - words.p), words.n),
		    COMPANY_FORM_ENDS);
}

static void read_list(enum facts facts, uint32_t is, struct str words, struct buf *scratch)
{
	while (words.n) {
		const char *comma = memchr(words.p, ',', words.n);
		size_t n = comma ? (size_t)(comma - words.p) : words.n;
		struct str word = str_slice(words, 0, n);
		words = str_slice(words, n + (comma != NULL), words.n);
		if (facts != FACTS_COMPANY && facts != FACTS_NAME) {
			map_put(&maps[facts], word, is);
			continue;
		}
		buf_clear(scratch);
		bare_text(scratch, word);
		size_t bare = scratch->n;
		buf_room(scratch, bare + 1);
		append_words(scratch, str_slice(buf_view(scratch), 0, bare));
		word = str_slice(buf_view(scratch), bare, scratch->n);
		if (facts == FACTS_COMPANY)
			add_company(word, is);
		else
			map_put(&maps[facts], arena_copy(&kept, word), is);
	}
}

static void read_lists(void)
{
	struct buf scratch = { 0 };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		read_list(lists[i].facts, lists[i].is, str_from(lists[i].words), &scratch);
	buf_release(&scratch);
}

uint32_t fact_of(enum facts facts, struct str word)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, read_lists);
	const uint32_t *is = map_find(&maps[facts], word);
	return is ? *is : 0;
}
