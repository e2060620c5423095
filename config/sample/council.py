"""The made-up county council: its units, its people, and who leads whom. One seed, one council."""
import random
import unicodedata
from dataclasses import dataclass

# code, name, parent, title of the head, people besides the head, job titles
UNITS = [
    ("CEX", "Chief Executive's Office", "", "Chief Executive", 4,
     ["Executive Assistant", "Policy Adviser", "Communications Officer"]),
    ("FIN", "Finance and Procurement", "CEX", "Director of Finance", 18,
     ["Accountant", "Payments Officer", "Procurement Officer", "Internal Auditor"]),
    ("PPL", "People and Payroll", "CEX", "Head of People", 12,
     ["HR Adviser", "Payroll Officer", "Recruitment Officer"]),
    ("ICT", "Digital and ICT", "CEX", "Head of Digital", 16,
     ["Service Desk Analyst", "Systems Administrator", "Business Analyst", "Developer"]),
    ("LAW", "Legal and Democratic Services", "CEX", "Monitoring Officer", 10,
     ["Solicitor", "Legal Assistant", "Democratic Services Officer"]),
    ("MEM", "Members' Services", "LAW", "Members' Services Manager", 14, ["County Councillor"]),
    ("CHI", "Children's Services", "CEX", "Director of Children's Services", 14,
     ["Commissioning Officer", "Participation Worker", "Business Support Officer"]),
    ("SOC", "Children's Social Work", "CHI", "Principal Social Worker", 24,
     ["Social Worker", "Senior Social Worker", "Family Support Worker"]),
    ("EDU", "Schools and Learning", "CHI", "Head of Learning", 14,
     ["School Improvement Adviser", "Admissions Officer", "Educational Psychologist"]),
    ("ADU", "Adult Social Care", "CEX", "Director of Adult Social Care", 26,
     ["Care Coordinator", "Occupational Therapist", "Safeguarding Officer"]),
    ("HIW", "Highways and Transport", "CEX", "Head of Highways", 18,
     ["Highways Engineer", "Transport Planner", "Street Lighting Technician"]),
    ("LIB", "Libraries and Archives", "CEX", "County Librarian", 18,
     ["Librarian", "Archivist", "Library Assistant"]),
]

FIRST = """
Aisha Alan Alison Amelia Andrew Angela Anna Anthony Barbara Beth Brian Bronwen Callum Carol
Charlotte Chloë Christopher Claire Colin Craig Daniel Daphne David Deborah Dilip Dylan Eleanor
Emma Fatima Ffion Fiona Gareth Geoffrey George Grace Graham Hannah Harpreet Helen Ian Imogen Iqra
Jack Jacqueline James Jane Joanne John Joseph Karen Keith Kenneth Laura Lesley Liam Linda Louise
Łukasz Malcolm Margaret Mark Mary Matthew Maureen Michael Mohammed Moira Niall Nicola Nigel Olivia
Owen Patricia Paul Peter Philippa Priya Rachel Rebecca Renée Rhys Richard Robert Ruth Sally Sandra
Sarah Seán Siân Simon Sophie Stephen Stuart Susan Thomas Timothy Tracey Trevor Victoria Wendy
William Yasmin Zoë
""".split()

LAST = """
Adams Ahmed Allen Anderson Bailey Baker Barnes Begum Bell Bennett Brown Campbell Carter Chapman
Clark Collins Cook Cooper Cox Davies D'Souza Dixon Edwards Ellis Evans Fisher Foster Fox Gibson
Graham Gray Green Griffiths Hall Harris Harrison Harvey Hill Holmes Hughes Hunt Hussain Jackson
James Jenkins Johnson Jones Kapoor Kaur Kelly Khan King Knight Lee Lewis Lloyd Marshall Martin
Mason McDonald Miles Mills Mitchell Moore Morgan Morris Murphy Murray O'Brien O'Connor O'Neill
Owen Palmer Parker Patel Pearson Phillips Powell Price Reid Richards Richardson Roberts Robinson
Rogers Rose Ross Russell Scott Shaw Simpson Singh Smith Smith-Jones Stevens Stewart Taylor Thomas
Thompson Turner Walker Walsh Ward Watson Webb White Wilkinson Williams Wilson Wood Wright Young
""".split()

# People whose names are the ones that break things; the unit each works in.
SPECIAL = [("John", "Smith", "FIN"), ("John", "Smith", "HIW"), ("John", "Smith", "ADU"),
           ("Siobhán", "O'Shaughnessy", "LAW"), ("Zoë", "Brontë-Wilkes", "LIB"),
           ("Łukasz", "Wiśniewski", "HIW"), ("José", "García Nuñez", "SOC"),
           ("Anne-Marie", "de la Haye", "EDU"), ("Mary Jane", "St. John-Stevens", "CHI"),
           ("Wei", "Ng", "ICT"), ("Björn", "Åkerström", "ICT"), ("Jürgen", "Weiß", "FIN"),
           ("Oluwaseun", "Adébáyò", "ADU"), ("Chloë", "Bowes-Lyon-Fotherington", "PPL")]


@dataclass
class Person:
    hr_id: str
    first: str
    last: str
    kind: str
    title: str
    unit: str
    manager: str = ""
    contact: str = ""
    login: str = ""


def ascii_of(name):
    """The letters a-z of a name: José -> jose, Łukasz -> lukasz, O'Brien -> obrien."""
    name = name.lower().translate({ord("ł"): "l", ord("ß"): "ss", ord("ø"): "o"})
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if "a" <= letter <= "z" or letter == "-")


class Council:
    def __init__(self, seed=1889):  # the year in which county councils began
        self.random = random.Random(seed)
        self.next_id = 100_431
        self.logins = set()
        self.people = []
        self.heads = {}  # unit code -> Person
        for unit in UNITS:
            self.staff_unit(*unit)
        # Whom others report to is not given out by some(): the sample's stories stay simple.
        heads = {head.hr_id for head in self.heads.values()}
        self.given = {person.manager for person in self.people} - heads

    def staff_unit(self, code, name, parent, head_title, size, titles):
        head = self.hire(self.a_name(), "Employee", head_title, code)
        head.manager = self.heads[parent].hr_id if parent else ""
        self.heads[code] = head
        special = [(first, last) for first, last, unit in SPECIAL if unit == code]
        leads = [head]
        for number in range(size):
            person_name = special[number] if number < len(special) else self.a_name()
            kind = "Member" if code == "MEM" else self.a_kind()
            lead = size > 12 and kind == "Employee" and number % 9 == len(special)
            title = f"Team Manager, {name}" if lead else self.random.choice(titles)
            person = self.hire(person_name, kind, title, code)
            person.manager = (head if lead else self.random.choice(leads)).hr_id
            if lead:
                leads.append(person)

    def a_name(self):
        return self.random.choice(FIRST), self.random.choice(LAST)

    def a_kind(self):
        return self.random.choices(["Employee", "Agency Worker", "Temporary"], [88, 8, 4])[0]

    def hire(self, name, kind, title, unit, manager=""):
        """A person with a login: john.smith, the next one john.smith2."""
        first, last = name
        self.next_id += self.random.randint(1, 40)
        wanted = f"{ascii_of(first)}.{ascii_of(last)}"
        login, number = wanted, 1
        while login in self.logins:
            number += 1
            login = f"{wanted}{number}"
        self.logins.add(login)
        contact = f"{login.replace('.', '_')}{self.random.randint(1, 99)}@mail.example.net"
        person = Person(str(self.next_id), first, last, kind, title, unit, manager, contact, login)
        self.people.append(person)
        return person

    def some(self, kind=None, unit=None, lead=False):
        """Somebody of that kind and unit who was not yet given out; a head only when asked for."""
        heads = {head.hr_id for head in self.heads.values()}
        fit = [person for person in self.people
               if (kind is None or person.kind == kind) and
               (unit is None or person.unit == unit) and
               (person.hr_id in heads) == lead and person.hr_id not in self.given]
        chosen = self.random.choice(fit)
        self.given.add(chosen.hr_id)
        return chosen
