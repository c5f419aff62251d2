//! Attributions as reporters write them, with who speaks, by which word, and where it is told who that is.

use super::speaker_tests::read;

/// A text with its quotations in order: `speaker | cue`, and `| phrase` where the speaker is described.
const REPORTED: [(&str, &[&str]); 130] = [
    (
        "“We lost the boat in an hour,” said Dana Whitlock, 43, a crab fisher from Tilden Bay.",
        &["Dana Whitlock | said | Dana Whitlock, 43, a crab fisher from Tilden Bay"],
    ),
    (
        "“We lost the boat in an hour,” said Dana Whitlock, who has fished Tilden Bay since she was 12 and whose father fished it before her.",
        &["Dana Whitlock | said"],
    ),
    (
        "“We lost the boat in an hour,” Dana Whitlock, a crab fisher whose family has worked the bay for four generations, told the Herald.",
        &["Dana Whitlock | told | Dana Whitlock, a crab fisher whose family has worked the bay for four generations"],
    ),
    ("“The numbers don't add up,” said Sen. Marjorie Quill (R-Neb.).", &["Sen. Marjorie Quill | said"]),
    (
        "“The numbers don't add up,” Sen. Marjorie Quill, R-Neb., said Tuesday.",
        &["Sen. Marjorie Quill | said | Sen. Marjorie Quill, R-Neb."],
    ),
    (
        "“We have no more beds,” said Dr. Anjali Rao, chief of emergency medicine at St. Brendan's Hospital in Corwen.",
        &["Dr. Anjali Rao | said | Dr. Anjali Rao, chief of emergency medicine at St. Brendan's Hospital in Corwen"],
    ),
    (
        "“We have no more beds,” according to Dr. Anjali Rao, the hospital's chief of medicine.",
        &["Dr. Anjali Rao | according to | Dr. Anjali Rao, the hospital's chief of medicine"],
    ),
    ("“The suspect fled on foot,” police said in a statement.", &["police | said"]),
    (
        "A spokeswoman for the Department of Corrections, Lena Ortiz, said the inmates were “accounted for.”",
        &["Lena Ortiz | said"],
    ),
    (
        "“They just left it there,” one resident, who asked not to be named, said.",
        &["one resident | said | one resident, who asked not to be named"],
    ),
    (
        "“They just left it there,” said one resident, who asked that her name not be used because she feared for her job.",
        &["one resident | said"],
    ),
    ("Prosecutors called the scheme “brazen and cruel.”", &["Prosecutors | called"]),
    (
        "Petrakis described the plan as “half-baked,” adding that “nobody read it.”",
        &["Petrakis | described", "Petrakis | adding"],
    ),
    ("“We never got the memo,” he said, adding that “nobody did.”", &["he | said", "he | adding"]),
    (
        "“I was terrified,” Whitlock recalled, her voice shaking. “I thought we'd all drown.”",
        &["Whitlock | recalled", "Whitlock | recalled"],
    ),
    ("“I was terrified,” Whitlock said, “but I kept rowing.”", &["Whitlock | said", "Whitlock | said"]),
    (
        "“If they close the plant,” said Ruben Salas, a welder, “this town is finished.”",
        &["Ruben Salas | said", "Ruben Salas | said"],
    ),
    ("“This,” she said, “is how it ends.”", &["she | said", "she | said"]),
    ("“The bill is a mess,” Quill wrote on X.", &["Quill | wrote"]),
    ("In a post on X, Quill wrote, “The bill is a mess.”", &["Quill | wrote"]),
    (
        "The lawsuit alleges the company “knowingly and repeatedly” dumped waste in the creek.",
        &["The lawsuit | alleges"],
    ),
    ("The report, released Monday, found “systemic failures at every level” of the agency.", &["The report | found"]),
    (
        "The two had “a long-running dispute,” according to an affidavit filed in Corwen County Court.",
        &["an affidavit filed in Corwen County Court | according to"],
    ),
    (
        "“It's a great day for Corwen,” Petrakis, a Democrat, said at a news conference on the steps of City Hall.",
        &["Petrakis | said | Petrakis, a Democrat"],
    ),
    (
        "“It's a great day for Corwen,” Petrakis, flanked by his wife and two sons, said at a news conference.",
        &["Petrakis | said"],
    ),
    ("“It's a great day,” said his brother Nick.", &["his brother Nick | said"]),
    (
        "“We are deeply sorry,” Harlan Foods Inc. Chief Executive Officer Tim Boyle said on a conference call with analysts.",
        &["Harlan Foods Inc. Chief Executive Officer Tim Boyle | said"],
    ),
    ("“Demand held up,” Harlan's chief financial officer, Rita Sung, told analysts on a call.", &["Rita Sung | told"]),
    (
        "“Demand held up,” Rita Sung, Harlan's chief financial officer, told analysts.",
        &["Rita Sung | told | Rita Sung, Harlan's chief financial officer"],
    ),
    (
        "“The deal makes little sense,” analysts led by Joan Firth wrote in a note to clients.",
        &["analysts led by Joan Firth | wrote"],
    ),
    (
        "“The deal makes little sense,” said Joan Firth, an analyst at Brice & Co. in New York.",
        &["Joan Firth | said | Joan Firth, an analyst at Brice & Co. in New York"],
    ),
    (
        "A senior administration official, speaking on condition of anonymity, said the talks were “on life support.”",
        &["A senior administration official | said"],
    ),
    (
        "“The talks are dead,” said the official, who spoke on the condition of anonymity to discuss internal deliberations.",
        &["the official | said"],
    ),
    ("Ilić, who took office in May, said he wanted “peace, not war.”", &["Ilić | said | Ilić, who took office in May"]),
    ("“We quit,” Brody said after the game. “I did too.”", &["Brody | said", "Brody | said"]),
    ("Lind and Dunn said they were “done talking about it.”", &["Lind and Dunn | said"]),
    ("Both men said they “never met.”", &["Both men | said"]),
    (
        "Lind's lawyer did not respond to requests for comment. In an earlier interview, Lind said the charges were “absurd.”",
        &["Lind | said"],
    ),
    (
        "Bo Katz, an attorney for Lind, said the charges were “absurd.”",
        &["Bo Katz | said | Bo Katz, an attorney for Lind"],
    ),
    ("Critics say the law is “a solution in search of a problem.”", &["Critics | say"]),
    ("Supporters of the measure, including Quill, say it is “long overdue.”", &["Supporters of the measure | say"]),
    ("“Nobody asked us,” Teresa Blum says as she folds laundry in the yard.", &["Teresa Blum | says"]),
    ("“Honestly?” Blum said. “I cried.”", &["Blum | said", "Blum | said"]),
    ("“Why?” asked Blum's daughter, Kit. “Because I live here,” Blum replied.", &["Kit | asked", "Blum | replied"]),
    ("“Is it true?” a reporter shouted. “No comment,” Petrakis said.", &["a reporter | shouted", "Petrakis | said"]),
    ("“Get down!” the officer shouts in the video.", &["the officer | shouts"]),
    ("“He did what he was trained to do,” said Abel, the police chief.", &["Abel | said | Abel, the police chief"]),
    ("In his letter, Greco wrote: “You have thrown us under the bus.”", &["Greco | wrote"]),
    ("Greco's letter said the chief had “thrown officers under the bus.”", &["Greco's letter | said"]),
    ("The meeting was, in the words of one aide, “productive.”", &["one aide | in the words of"]),
    (
        "‘It was a shambles,’ said Nigel Frome, the Conservative MP for Ashby East.",
        &["Nigel Frome | said | Nigel Frome, the Conservative MP for Ashby East"],
    ),
    ("Mr Frome said: ‘She told me, “Leave it alone,” and I did.’", &["Mr Frome | said", "– | –"]),
    (
        "‘It was a shambles,’ said a spokesman for Ashby council, which runs the pool.",
        &["a spokesman for Ashby council | said"],
    ),
    (
        "Det Insp Carol Webb, of Ashby Police, said: “This was a callous attack.”",
        &["Det Insp Carol Webb | said | Det Insp Carol Webb, of Ashby Police"],
    ),
    (
        "Detective Chief Inspector Carol Webb, who led the inquiry, said: “This was a callous attack.”",
        &["Detective Chief Inspector Carol Webb | said"],
    ),
    ("Her mother, Joan, 61, said: “She was our world.”", &["Joan | said"]),
    ("Nair added: “Families are paying the price.”", &["Nair | added"]),
    ("“Families,” says Nair, “are paying the price.”", &["Nair | says", "Nair | says"]),
    (
        "Nair, 45, who was first elected in 2010 and who has served in three shadow cabinets, said the plan was “dead in the water”.",
        &["Nair | said"],
    ),
    ("The “dead in the water” plan, as Nair called it, was dropped.", &["Nair | called"]),
    ("What Nair called a “dead in the water” plan was dropped.", &["Nair | called"]),
    ("It is understood that Nair was “furious”.", &["– | –"]),
    ("Nair is said to be “furious”.", &["– | –"]),
    ("Lacey, told of the ruling, said it was “about time.”", &["Lacey | said"]),
    ("“We'll see,” said Aguirre, smiling.", &["Aguirre | said"]),
    ("“We'll see,” Aguirre said, smiling at his wife, Carla.", &["Aguirre | said"]),
    ("“We'll see,” Aguirre had told the council in May.", &["Aguirre | told"]),
    ("Aguirre apologized Monday for what he called “a lapse.”", &["he | called"]),
    ("Aguirre's wife, Carla, who was in the room, said he had “nothing to hide.”", &["Carla | said"]),
    (
        "Carla Aguirre, his wife of 20 years, said he had “nothing to hide.”",
        &["Carla Aguirre | said | Carla Aguirre, his wife of 20 years"],
    ),
    (
        "Researchers led by Dr. Min Park of Tilden University found that the drug was “no better than sugar pills.”",
        &["Researchers led by Dr. Min Park of Tilden University | found"],
    ),
    (
        "“The drug is no better than sugar,” said lead author Min Park, a professor of pharmacology at Tilden University.",
        &["lead author Min Park | said | lead author Min Park, a professor of pharmacology at Tilden University"],
    ),
    ("“Eat less,” advises Park.", &["Park | advises"]),
    ("Republicans called the bill “a bad joke.”", &["Republicans | called"]),
    ("The bill was “a bad joke,” said Voss, “and everyone knew it.”", &["Voss | said", "Voss | said"]),
    ("“My son didn't deserve this,” his mother, Carla Diaz, told reporters.", &["Carla Diaz | told"]),
    ("“My son didn't deserve this,” said Diaz's mother.", &["Diaz's mother | said"]),
    ("“I have lived here all my life,” said retired teacher Ed Brill, 64.", &["retired teacher Ed Brill | said"]),
    ("“I have lived here all my life,” the retired teacher said.", &["the retired teacher | said"]),
    (
        "“The strike killed 12 people,” Petro Halyk, the regional governor, said on the Telegram messaging app.",
        &["Petro Halyk | said | Petro Halyk, the regional governor"],
    ),
    (
        "“The strike killed 12 people,” regional Gov. Petro Halyk said on Telegram.",
        &["regional Gov. Petro Halyk | said"],
    ),
    (
        "“It was chaos,” said Amina Sow, 27, who was waiting at the gate when the crowd surged.",
        &["Amina Sow | said | Amina Sow, 27, who was waiting at the gate when the crowd surged"],
    ),
    ("“It was chaos,” said Sow. “People were screaming.”", &["Sow | said", "Sow | said"]),
    ("“It was chaos,” recalled Sow, a nurse.", &["Sow | recalled | Sow, a nurse"]),
    ("“It was chaos,” the nurse recalled.", &["the nurse | recalled"]),
    (
        "The foreign ministry in Orlo denounced the raid as “an act of piracy.”",
        &["The foreign ministry in Orlo | denounced"],
    ),
    (
        "“There is no reason to panic,” Brandt said on Friday after talks with his French counterpart, Luc Moreau.",
        &["Brandt | said"],
    ),
    ("“There's no reason to panic,” one of the sources said.", &["one of the sources | said"]),
    (
        "“The data was soft,” said Ken Oyelaran, senior economist at Brice Capital.",
        &["Ken Oyelaran | said | Ken Oyelaran, senior economist at Brice Capital"],
    ),
    ("“The data was soft,” wrote Brice Capital's Ken Oyelaran.", &["Brice Capital's Ken Oyelaran | wrote"]),
    ("Shares fell after the chief executive warned of “a tough second half.”", &["the chief executive | warned"]),
    (
        "Harlan did not immediately respond to a request for comment. It has called the suit “meritless.”",
        &["It | called"],
    ),
    (
        "“We heard pops,” said neighbor Al Cruz, who lives across the street.",
        &["neighbor Al Cruz | said | neighbor Al Cruz, who lives across the street"],
    ),
    (
        "“This is an isolated incident,” said Lt. Mark Dole, a spokesman for the Dawes County Sheriff's Office.",
        &["Lt. Mark Dole | said | Lt. Mark Dole, a spokesman for the Dawes County Sheriff's Office"],
    ),
    ("“You killed my son,” Bell told the defendant. “I hope you rot.”", &["Bell | told", "Bell | told"]),
    ("“You killed my son,” she told him.", &["she | told"]),
    (
        "Assistant District Attorney Nia Cole asked jurors to “use your common sense.”",
        &["Assistant District Attorney Nia Cole | asked"],
    ),
    (
        "Defense attorney Wade Poe countered that the case was “built on sand.”",
        &["Defense attorney Wade Poe | countered"],
    ),
    ("“The case is weak,” Poe said, pointing at the jury box, “and they know it.”", &["Poe | said", "Poe | said"]),
    (
        "“My son is scared,” said parent Dee Lott, one of about 40 people at the meeting.",
        &["parent Dee Lott | said | parent Dee Lott, one of about 40 people at the meeting"],
    ),
    ("“I vote no,” Councilman Gus Pratt said, drawing applause.", &["Councilman Gus Pratt | said"]),
    ("The plan, said Pratt, was “rushed.”", &["Pratt | said"]),
    ("Pratt, along with two colleagues, said the plan was “rushed and sloppy.”", &["Pratt | said"]),
    ("“Shame!” the crowd chanted. “Shame!”", &["the crowd | chanted", "the crowd | chanted"]),
    ("Protesters chanted “Shame!” outside.", &["Protesters | chanted"]),
    (
        "“Look, I'm not a saint,” Hale said, leaning back in his chair. “But I'm no crook.”",
        &["Hale | said", "Hale | said"],
    ),
    ("Hale leaned back in his chair. “Look,” he said, “I'm not a saint.”", &["he | said", "he | said"]),
    ("Hale has called himself “a proud sinner.”", &["Hale | called"]),
    ("Hale once called Voss “a proud sinner.”", &["Hale | called"]),
    (
        "“It's a smear,” said Tish Roe, Hale's campaign manager.",
        &["Tish Roe | said | Tish Roe, Hale's campaign manager"],
    ),
    ("In his memoir, “The Long Way,” Hale wrote that he would “never sell out.”", &["Hale | wrote", "Hale | wrote"]),
    ("Hale, whose memoir came out in May, writes that he “never sold out.”", &["Hale | writes"]),
    ("Hale's opponents say he is “for sale.”", &["Hale's opponents | say"]),
    ("Voss claimed Hale was “for sale.” Hale said that was “a lie.”", &["Voss | claimed", "Hale | said"]),
    ("“He's for sale,” Voss said. “That's a lie,” Hale replied.", &["Voss | said", "Hale | replied"]),
    ("Edna Hale, 84, his mother, said he was “a good boy.”", &["Edna Hale | said | Edna Hale, 84, his mother"]),
    ("Some who know Hale say he is “a good man.”", &["Some who know Hale | say"]),
    (
        "An official at the embassy who was not authorized to speak said the talks were “frank.”",
        &["An official at the embassy who was not authorized to speak | said"],
    ),
    ("The talks were “frank,” the official said, and “long.”", &["the official | said", "the official | said"]),
    ("Article 5 says an attack on one is “an attack against them all.”", &["Article 5 | says"]),
    ("The bill would make it a crime to “knowingly mislead” voters.", &["– | –"]),
    ("The law defines a weapon as “any object that can harm.”", &["The law | defines"]),
    ("The indictment says Dole “knew the money was stolen.”", &["The indictment | says"]),
    ("Dole “knew the money was stolen,” prosecutors wrote.", &["prosecutors | wrote"]),
    ("“He knew,” Lyle said in her closing argument. “He always knew.”", &["Lyle | said", "Lyle | said"]),
    ("“We are gutted,” said manager Steve Holt after the defeat at Ashby.", &["manager Steve Holt | said"]),
    ("Holt said: “We are gutted.” He added: “But we go again.”", &["Holt | said", "He | added"]),
    (
        "Cllr Jean Tubb, leader of the council, said: “We had no choice.”",
        &["Cllr Jean Tubb | said | Cllr Jean Tubb, leader of the council"],
    ),
    (
        "Mrs Tubb, 61, of Mill Lane, Ashby, said: “We had no choice.”",
        &["Mrs Tubb | said | Mrs Tubb, 61, of Mill Lane, Ashby"],
    ),
    ("Flint, from Ashby, admitted it was “a stupid thing to do”.", &["Flint | admitted | Flint, from Ashby"]),
];

#[test]
fn attributions_as_reporters_write_them() {
    for (text, wanted) in REPORTED {
        let document = read(text);
        assert_eq!(document.quotes.len(), wanted.len(), "{text}");
        for (quote, wanted) in document.quotes.iter().zip(wanted) {
            let attribution = quote.attribution;
            let slice = |span| document.slice(span);
            let speaker = attribution.speaker.map_or("–", slice);
            let cue = attribution.cue.map_or("–", slice);
            let phrase = attribution.phrase(&document).map_or("–", slice);
            let found = match wanted.split(" | ").count() {
                2 => format!("{speaker} | {cue}"),
                _ => format!("{speaker} | {cue} | {phrase}"),
            };
            assert_eq!(found, *wanted, "{text}");
        }
    }
}

/// Texts with the person of the register whose words the last quotation is.
const MEANT: [(&str, &str); 8] = [
    ("Dana Whitlock, 43, lost her boat. “I was terrified,” she said.", "Dana Whitlock"),
    ("“It is over,” said Mayor Lou Petrakis. “I will not run again,” he added.", "Lou Petrakis"),
    ("Lou Petrakis met Ruben Salas on Monday. Salas was angry.\n\n“I want my job back,” he said.", "Ruben Salas"),
    ("Sen. Marjorie Quill spoke first. The plan, Quill said, was “a mess.”", "Marjorie Quill"),
    ("Ilva Brandt and Ole Tarn met the press.\n\n“We are done,” Brandt said.\n\n“For good,” she added.", "Ilva Brandt"),
    ("Rita Sung, the finance chief, told analysts demand held up. “We are pleased,” she said.", "Rita Sung"),
    ("“I vote no,” said Councilman Gus Pratt, 61.\n\nPratt called the plan “rushed and sloppy.”", "Gus Pratt"),
    ("Ken Oyelaran, an economist, was less sure. “The data was soft,” Oyelaran said.", "Ken Oyelaran"),
];

#[test]
fn pronouns_and_surnames_mean_somebody() {
    for (text, wanted) in MEANT {
        let document = read(text);
        let person = document.quotes.last().and_then(|quote| quote.attribution.person);
        let name = person.map(|person| document.people[person as usize].name.as_str());
        assert_eq!(name, Some(wanted), "{text}");
    }
}
