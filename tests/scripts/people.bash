# People of the scripts, a home a name: they take each other's cards and hand each other sticks. Sourced
# after script.bash; who does one of these otherwise says so after it.

# k NAME ARGUMENT…: does it in that home; what was printed, as JSON, is in out.
k() {
  local home=$base/$1
  shift
  does --home "$home" --json "$@"
}

card_of() {
  k "$1" card
  field card
}

# know ONE OTHER [OTHER'S NAME THERE]: both take the other's card.
know() {
  local one other
  one=$(card_of "$1")
  other=$(card_of "$2")
  k "$1" meet "$other" --as "${3:-$2}" --in-person
  k "$2" meet "$one" --as "$1" --in-person
}

# gives FROM TO [TO'S NAME THERE]: all that they may have, by a stick.
sticks=0
gives() {
  k "$1" bundle write "stick$((++sticks))" --for "${3:-$2}"
  k "$2" bundle read "stick$sticks"
}
