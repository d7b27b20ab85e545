"""What a report says, part by part: values that every form of it is made from."""
